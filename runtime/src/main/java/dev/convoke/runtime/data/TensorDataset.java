package dev.convoke.runtime.data;

import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Samples in memory as floats. */
public final class TensorDataset implements Dataset {
    /** The label of what has no class: losses leave it out, unless told to leave out another, as PyTorch does. */
    public static final int NO_LABEL = -100;

    private final String source;
    private final List<Integer> shape;
    private final int size;
    private final int elements;
    private final float[] samples;
    private final int[] labels;
    private final int labelElements;
    private final int classes;
    private final float[] targets;
    private final int targetElements;

    private TensorDataset(
            String source, List<Integer> shape, float[] samples, int[] labels, float[] targets, int size) {
        this.source = source;
        this.shape = List.copyOf(shape);
        this.size = size;
        this.samples = samples;
        this.labels = labels;
        this.targets = targets;
        this.elements = elements();
        if (samples.length != (long) elements * size) {
            throw mismatch("there are " + samples.length + " floats, where " + size + " samples of " + shape + " need "
                    + (long) elements * size);
        }
        this.targetElements = size == 0 ? 0 : targets.length / size;
        if ((long) targetElements * size != targets.length) {
            throw mismatch(targets.length + " target values do not share out over " + size + " samples");
        }
        this.labelElements = size == 0 ? 0 : labels.length / size;
        if ((long) labelElements * size != labels.length) {
            throw mismatch(labels.length + " labels do not share out over " + size + " samples");
        }
        int most = -1;
        for (int label : labels) {
            if (label < 0 && label != NO_LABEL) {
                throw new DataException(
                        ProblemKind.DATA_LABEL_OUT_OF_RANGE,
                        source,
                        "a label is " + label,
                        "count classes from 0; " + NO_LABEL + " is none");
            }
            most = Math.max(most, label);
        }
        this.classes = most + 1;
    }

    /** Labelled samples of a shape, one after the other; the arrays are not copied. */
    public static TensorDataset labelled(List<Integer> shape, float[] samples, int[] labels) {
        return new TensorDataset("the given arrays", shape, samples, labels, new float[0], labels.length);
    }

    /**
     * Samples of a shape with a label for each position of the maps that are to be predicted, row-major, sample by sample; the arrays are not copied.
     */
    public static TensorDataset mapped(List<Integer> shape, float[] samples, int[] labels, int size) {
        return new TensorDataset("the given arrays", shape, samples, labels, new float[0], size);
    }

    /** Samples of a shape with target values, one after the other; the arrays are not copied. */
    public static TensorDataset targeted(List<Integer> shape, float[] samples, float[] targets, int size) {
        return new TensorDataset("the given arrays", shape, samples, new int[0], targets, size);
    }

    /**
     * The tensors {@code images} {@code [n, ...]} and {@code labels} {@code [n]}, or {@code [n, ...]} with one for each position of a map, or
     * {@code targets} {@code [n, ...]}, or both, of a safetensors file, in their order.
     *
     * @throws DataException if they do not fit each other
     * @throws dev.convoke.runtime.problem.SafetensorsException if the file is not well-formed or lacks them
     */
    public static TensorDataset read(Path file) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            List<Long> shape = tensors.tensor("images").shape();
            if (shape.isEmpty() || shape.stream().anyMatch(it -> it > Integer.MAX_VALUE)) {
                throw new DataException(
                        ProblemKind.DATA_MISMATCH,
                        file.toString(),
                        "images has the shape " + shape + ", where [n, ...] is needed",
                        "put the number of samples first");
            }
            int size = shape.get(0).intValue();
            List<Integer> sample = new ArrayList<>();
            for (long extent : shape.subList(1, shape.size())) {
                sample.add((int) extent);
            }
            boolean labelled = tensors.tensors().containsKey("labels");
            boolean targeted = tensors.tensors().containsKey("targets");
            if (!labelled && !targeted) {
                throw new DataException(
                        ProblemKind.DATA_MISMATCH,
                        file.toString(),
                        "there are images, but neither labels nor targets",
                        "add `labels` [n] of whole numbers for a loss on classes, or `targets` [n, ...] for one on values");
            }
            return new TensorDataset(
                    file.toString(),
                    sample,
                    tensors.floats("images"),
                    labelled ? labels(file, tensors, size) : new int[0],
                    targeted ? tensors.floats("targets") : new float[0],
                    size);
        }
    }

    private static int[] labels(Path file, SafetensorsFile tensors, int size) {
        long[] values = tensors.longs("labels");
        if (size == 0 ? values.length > 0 : values.length == 0 || values.length % size != 0) {
            throw new DataException(
                    ProblemKind.DATA_MISMATCH,
                    file.toString(),
                    size + " images, but " + values.length + " labels",
                    "give one label per image, or one per position of each image's map");
        }
        int[] labels = new int[values.length];
        for (int i = 0; i < labels.length; i++) {
            if (values[i] < 0 && values[i] != NO_LABEL || values[i] >= Integer.MAX_VALUE) {
                throw new DataException(
                        ProblemKind.DATA_LABEL_OUT_OF_RANGE,
                        file.toString(),
                        "label " + i + " is " + values[i],
                        "count classes from 0; " + NO_LABEL + " is none");
            }
            labels[i] = (int) values[i];
        }
        return labels;
    }

    private DataException mismatch(String what) {
        return new DataException(ProblemKind.DATA_MISMATCH, source, what, "check the shape and the number of samples");
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<Integer> shape() {
        return shape;
    }

    @Override
    public void copySample(int sample, float[] into, int at) {
        System.arraycopy(samples, sample * elements, into, at, elements);
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public int label(int sample) {
        return labels[sample * labelElements];
    }

    @Override
    public int labelElements() {
        return labelElements;
    }

    @Override
    public void copyLabels(int sample, int[] into, int at) {
        System.arraycopy(labels, sample * labelElements, into, at, labelElements);
    }

    @Override
    public int targetElements() {
        return targetElements;
    }

    @Override
    public void copyTarget(int sample, float[] into, int at) {
        System.arraycopy(targets, sample * targetElements, into, at, targetElements);
    }

    @Override
    public String toString() {
        return source;
    }
}
