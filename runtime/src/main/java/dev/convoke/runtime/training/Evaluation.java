package dev.convoke.runtime.training;

import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.generated.NetDescription;
import java.util.List;
import java.util.Optional;

/**
 * How well a network does on a data set.
 *
 * @param loss of the whole set: the sum, or the mean of the batches' means, each as often as it has samples
 * @param metrics counts of classes, if the loss is on labels; of each position, where outputs are maps
 */
public record Evaluation(double loss, Optional<Metrics> metrics) {
    private static final int BATCH = 256;

    /** Computes outputs; {@code model::predict} and {@code trainable::predict} are some. */
    @FunctionalInterface
    public interface Predictor {
        /** One array per input and output, each with {@code batch} samples. */
        void predict(float[][] inputs, float[][] outputs, int batch);
    }

    /** The share of samples whose class was predicted; empty if there are no classes. */
    public Optional<Double> accuracy() {
        return metrics.map(Metrics::accuracy);
    }

    /**
     * Runs a network over a whole data set, in batches of {@value #BATCH}.
     *
     * @throws dev.convoke.runtime.problem.DataException if data and network do not fit, or there are no data
     */
    public static Evaluation of(NetDescription net, Predictor predictor, Dataset data, Loss loss) {
        return new Run(net, Heads.only(net).main(), data, loss).over(predictor);
    }

    /**
     * As {@link #of(NetDescription, Predictor, Dataset, Loss)}, for a network with several outputs.
     *
     * @param output the one that it is judged by
     * @throws dev.convoke.runtime.problem.InputException if there is no such output
     */
    public static Evaluation of(NetDescription net, Predictor predictor, Dataset data, Loss loss, String output) {
        return new Run(net, Heads.of(net, output, 1).main(), data, loss).over(predictor);
    }

    /** What a batch's loss adds to {@link #whole}. */
    static double share(Loss loss, double value, int samples) {
        return switch (loss.reduction()) {
            case MEAN -> value * samples;
            case SUM -> value;
        };
    }

    /** The loss of a whole set, of the shares of its batches. */
    static double whole(Loss loss, double shares, int samples) {
        return switch (loss.reduction()) {
            case MEAN -> shares / samples;
            case SUM -> shares;
        };
    }

    /** The arrays of an evaluation, which serve again in the next epoch. */
    static final class Run {
        private final Dataset data;
        private final Loss loss;
        private final List<Integer> shape;
        private final int output;
        private final Batch batch;
        private final float[][] outputs;

        Run(NetDescription net, Heads.Head judged, Dataset data, Loss loss) {
            Batch.check(net, judged.port(), data, loss);
            this.data = data;
            this.loss = loss;
            this.shape = judged.port().shape();
            this.output = judged.output();
            int size = Math.min(BATCH, data.size());
            this.batch = new Batch(data, loss, size);
            this.outputs = net.outputs().stream()
                    .map(port -> new float[Math.multiplyExact(port.elements(), size)])
                    .toArray(float[][]::new);
        }

        Evaluation over(Predictor predictor) {
            Metrics metrics = new Metrics(loss.wantsLabels() ? shape.get(0) : 0);
            double sum = 0;
            for (int first = 0; first < data.size(); first += batch.capacity()) {
                int count = Math.min(batch.capacity(), data.size() - first);
                batch.fill(first, count);
                predictor.predict(batch.inputs(), outputs, count);
                double value = loss.evaluate(outputs[output], shape, count, batch.targets(), Loss.NO_GRADIENTS);
                sum += share(loss, value, count);
                if (loss.wantsLabels()) {
                    metrics.add(outputs[output], count, Shapes.positions(shape), batch.labels(), loss);
                }
            }
            return new Evaluation(
                    whole(loss, sum, data.size()), loss.wantsLabels() ? Optional.of(metrics) : Optional.empty());
        }
    }
}
