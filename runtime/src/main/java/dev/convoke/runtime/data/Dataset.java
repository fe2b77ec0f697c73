package dev.convoke.runtime.data;

import dev.convoke.runtime.generated.Randoms;
import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.ProblemKind;
import java.util.List;

/** Samples of one shape, each with a class label, or with target values, or with both. Immutable; any thread may read. */
public interface Dataset {
    /** The number of samples. */
    int size();

    /** Extents of one sample, {@code [c, h, w]}. */
    List<Integer> shape();

    /** Copies a sample, row-major, into {@code into} from {@code at} on. */
    void copySample(int sample, float[] into, int at);

    /** The number of classes; labels are below it. 0 if there are no labels. */
    int classes();

    /** A sample's class; the first of them, where there is one for each position of a map. */
    int label(int sample);

    /** Labels of one sample: 1, or as many as the maps that are to be predicted have positions. */
    default int labelElements() {
        return 1;
    }

    /** Copies a sample's labels into {@code into} from {@code at} on. */
    default void copyLabels(int sample, int[] into, int at) {
        into[at] = label(sample);
    }

    /** Floats of one sample's target; 0 if there are none. */
    default int targetElements() {
        return 0;
    }

    /** Copies a sample's target into {@code into} from {@code at} on. */
    default void copyTarget(int sample, float[] into, int at) {
        throw new DataException(
                ProblemKind.DATA_MISMATCH,
                toString(),
                "has no target values",
                "use a loss on labels, such as cross-entropy");
    }

    /** Floats of one sample. */
    default int elements() {
        int product = 1;
        for (int extent : shape()) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }

    /** The samples {@code from} (inclusive) to {@code to} (exclusive), a view. */
    default Dataset range(int from, int to) {
        if (from < 0 || to < from || to > size()) {
            throw new IllegalArgumentException("samples " + from + " to " + to + " of " + size());
        }
        int[] chosen = new int[to - from];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = from + i;
        }
        return new Selection(this, chosen);
    }

    /** The first {@code count} samples, and the others. */
    default Split split(int count) {
        return new Split(range(0, count), range(count, size()));
    }

    /** {@code count} samples drawn by {@code seed}, and the others. */
    default Split split(int count, long seed) {
        int[] order = new int[size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Randoms.shuffle(order, Randoms.streamKey(seed, Randoms.keyOf("split")));
        return new Selection(this, order).split(count);
    }

    /**
     * This set with {@code (x - mean) / deviation} for each channel, a view.
     *
     * @throws DataException unless there is one mean and one deviation per channel, deviations not 0
     */
    default Dataset normalised(float[] means, float[] deviations) {
        return new Normalised(this, means, deviations);
    }

    /**
     * Two parts of a set.
     *
     * @param first the part that was asked for
     * @param rest the others
     */
    record Split(Dataset first, Dataset rest) {}
}
