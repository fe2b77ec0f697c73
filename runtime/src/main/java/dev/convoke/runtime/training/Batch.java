package dev.convoke.runtime.training;

import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.ProblemKind;
import java.util.stream.Collectors;

/** Samples of a data set as a network reads them, in arrays that are filled again and again. */
final class Batch {
    private final Dataset data;
    private final int capacity;
    private final int elements;
    private final int targetElements;
    private final int labelElements;
    private final float[][] inputs;
    private final int[] labels;
    private final float[] values;
    private final Targets targets;

    Batch(Dataset data, Loss loss, int capacity) {
        this.data = data;
        this.capacity = capacity;
        this.elements = data.elements();
        this.targetElements = loss.wantsLabels() ? 0 : data.targetElements();
        this.inputs = new float[1][Math.multiplyExact(elements, capacity)];
        this.labelElements = loss.wantsLabels() ? data.labelElements() : 0;
        this.labels = new int[Math.multiplyExact(labelElements, capacity)];
        this.values = new float[Math.multiplyExact(targetElements, capacity)];
        this.targets = loss.wantsLabels() ? new Targets.Labels(labels) : new Targets.Values(values);
    }

    /** Throws unless the network can be trained or evaluated on the data with that loss on one of its outputs. */
    static void check(NetDescription net, Port output, Dataset data, Loss loss) {
        if (net.inputs().size() != 1) {
            throw new InputException(
                    ProblemKind.NET_UNSUITABLE,
                    net.name() + " has " + net.inputs().size() + " inputs, and a data set gives one",
                    "write the loop over Trainer.step, which takes an array for each input");
        }
        if (data.size() == 0) {
            throw new DataException(ProblemKind.DATA_EMPTY, data.toString(), "has no samples", "give at least one");
        }
        Port input = net.inputs().get(0);
        boolean flat = input.shape().size() == 1 || data.shape().size() == 1;
        boolean fits =
                flat ? input.elements() == data.elements() : input.shape().equals(data.shape());
        if (!fits) {
            throw new DataException(
                    ProblemKind.DATA_MISMATCH,
                    data.toString(),
                    "its samples are " + data.shape() + ", but the input \"" + input.name() + "\" of " + net.name()
                            + " is " + input.shape(),
                    "declare the input as " + data.shape() + " (on the command line: --input-size " + input.name() + "="
                            + data.shape().stream().map(String::valueOf).collect(Collectors.joining("x"))
                            + "), or take data of the shape " + input.shape());
        }
        if (loss.wantsLabels()) {
            checkLabels(net.name(), output, data, loss);
        }
        if (loss.wantsLabels() ? data.classes() == 0 : data.targetElements() != output.elements()) {
            throw loss.wantsLabels() ? withoutLabels(data, loss) : withOtherTargets(net.name(), output, data, loss);
        }
    }

    private static DataException withoutLabels(Dataset data, Loss loss) {
        return new DataException(
                ProblemKind.DATA_MISMATCH,
                data.toString(),
                "has no labels, which the loss " + loss.name() + " compares with",
                "give a label for each sample (in a safetensors file as `labels`), or use a loss on values, such as mse");
    }

    private static DataException withOtherTargets(String net, Port output, Dataset data, Loss loss) {
        String needed = output.shape().stream().map(String::valueOf).collect(Collectors.joining(", ", "[n, ", "]"));
        return data.targetElements() == 0
                ? new DataException(
                        ProblemKind.DATA_MISMATCH,
                        data.toString(),
                        "has labels only and no targets, but the loss " + loss.name() + " compares outputs with values",
                        "give values of the output's shape for each sample (in a safetensors file as `targets` "
                                + needed + "), or use a loss on labels, such as cross-entropy")
                : new DataException(
                        ProblemKind.DATA_MISMATCH,
                        data.toString(),
                        "has " + data.targetElements() + " target values per sample, but " + net + " has "
                                + output.elements() + " outputs",
                        "give targets of the shape " + needed + ", one value for each output");
    }

    private static void checkLabels(String net, Port output, Dataset data, Loss loss) {
        int classes = output.shape().get(0);
        // The largest label may be one that is left out; what then remains is checked label by label.
        if (data.classes() > classes && !loss.ignores(data.classes() - 1)) {
            throw new DataException(
                    ProblemKind.DATA_LABEL_OUT_OF_RANGE,
                    data.toString(),
                    "has labels up to " + (data.classes() - 1) + ", but " + net + " has " + classes + " outputs",
                    "give the net as many outputs as there are classes");
        }
        int positions = Shapes.positions(output.shape());
        if (data.classes() > 0 && data.labelElements() != positions) {
            throw new DataException(
                    ProblemKind.DATA_MISMATCH,
                    data.toString(),
                    "has " + data.labelElements() + (data.labelElements() == 1 ? " label" : " labels")
                            + " a sample, but the output of " + net + " is " + output.shape() + ", which takes "
                            + positions,
                    "let the net end in one output for each class, or give a label for each position of its maps");
        }
    }

    int capacity() {
        return capacity;
    }

    float[][] inputs() {
        return inputs;
    }

    int[] labels() {
        return labels;
    }

    Targets targets() {
        return targets;
    }

    /** Fills with {@code count} samples in a row. */
    void fill(int first, int count) {
        for (int i = 0; i < count; i++) {
            set(i, first + i);
        }
    }

    /** Puts a sample at a place of the batch. */
    void set(int place, int sample) {
        data.copySample(sample, inputs[0], place * elements);
        if (labels.length > 0) {
            data.copyLabels(sample, labels, place * labelElements);
        } else {
            data.copyTarget(sample, values, place * targetElements);
        }
    }

    /** Changes the sample at a place. */
    void augment(int place, Augmentation augmentation, long key) {
        augmentation.apply(inputs[0], place * elements, data.shape(), key);
    }
}
