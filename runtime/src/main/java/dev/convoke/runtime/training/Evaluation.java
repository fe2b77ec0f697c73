package dev.convoke.runtime.training;

import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.generated.NetDescription;
import java.util.Optional;

/**
 * How well a network does on a data set.
 *
 * @param loss averaged over the samples
 * @param metrics counts of classes, if the loss is on labels
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
        return new Run(net, data, loss).over(predictor);
    }

    /** The arrays of an evaluation, which serve again in the next epoch. */
    static final class Run {
        private final Dataset data;
        private final Loss loss;
        private final int elements;
        private final Batch batch;
        private final float[][] outputs;

        Run(NetDescription net, Dataset data, Loss loss) {
            Batch.check(net, data, loss);
            this.data = data;
            this.loss = loss;
            this.elements = net.outputs().get(0).elements();
            int size = Math.min(BATCH, data.size());
            this.batch = new Batch(data, loss, size);
            this.outputs = new float[1][Math.multiplyExact(elements, size)];
        }

        Evaluation over(Predictor predictor) {
            Metrics metrics = new Metrics(loss.wantsLabels() ? elements : 0);
            double sum = 0;
            for (int first = 0; first < data.size(); first += batch.capacity()) {
                int count = Math.min(batch.capacity(), data.size() - first);
                batch.fill(first, count);
                predictor.predict(batch.inputs(), outputs, count);
                sum += loss.evaluate(outputs[0], elements, count, batch.targets(), Loss.NO_GRADIENTS) * count;
                if (loss.wantsLabels()) {
                    metrics.add(outputs[0], count, batch.labels());
                }
            }
            return new Evaluation(sum / data.size(), loss.wantsLabels() ? Optional.of(metrics) : Optional.empty());
        }
    }
}
