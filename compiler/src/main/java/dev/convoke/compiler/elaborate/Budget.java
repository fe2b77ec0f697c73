package dev.convoke.compiler.elaborate;

/**
 * How much more a spec may be expanded. Each of the limits stops a text that is short and would expand into something that no
 * machine can hold; a real net stays far below all of them.
 */
final class Budget {
    /** Layers and joins of one net. */
    static final int MAX_LAYERS = 10_000;

    /** Expressions and stages evaluated for one net. */
    static final int MAX_STEPS = 1_000_000;

    /** Blocks, seqs and functions within one another. */
    static final int MAX_DEPTH = 64;

    /** Values in one list or tuple, those inside it counted too. */
    static final int MAX_ELEMENTS = 10_000;

    /** Characters of a text after its holes are filled. */
    static final int MAX_TEXT = 4096;

    /** Elements of all parameters. */
    static final long MAX_PARAMETERS = 1_000_000_000;

    /** Elements of a stream, for one sample. */
    static final long MAX_STREAM = Integer.MAX_VALUE;

    private int layers;
    private int steps;
    private boolean exhausted;

    /** Takes a step; false if there are none left. */
    boolean step() {
        return !exhausted && steps++ < MAX_STEPS;
    }

    /** Takes a layer; false if there are none left. */
    boolean layer() {
        return !exhausted && layers++ < MAX_LAYERS;
    }

    boolean isExhausted() {
        return exhausted;
    }

    /** After this nothing is expanded any more; false if that was so before. */
    boolean exhaust() {
        boolean first = !exhausted;
        exhausted = true;
        return first;
    }
}
