package dev.convoke.runtime.generated;

import java.util.List;

/**
 * The last steps of an inference, whose weights are large beside what they make of a sample: for them, samples of a batch go together, so that weights are
 * read from memory once for many. The steps before them take fewer samples at once, whose activations stay in a core's own cache. What those leave
 * for these is copied, sample by sample.
 *
 * @param firstStep the first of these steps of {@link Phase#INFERENCE}
 * @param perSample floats of the arena that they use of each sample, from its start
 * @param start floats that kernels leave free at the start of an arena
 * @param carried what steps before them have made or zeroed of what they touch
 */
public record Tail(int firstStep, int perSample, int start, List<Carried> carried) {
    /**
     * A tensor that lies in the arena when these steps begin.
     *
     * @param offset where it begins, to be multiplied by the batch
     * @param floats of each sample
     */
    public record Carried(int offset, int floats) {}

    public Tail {
        carried = List.copyOf(carried);
    }
}
