package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.Span;
import java.util.function.Supplier;

/**
 * How much more a spec may be expanded. Each of the limits stops a text that is short and would expand into something
 * that no machine can hold; a real net stays far below all of them.
 */
final class Budget {
    /** Layers and joins of one net. */
    static final int MAX_LAYERS = 10_000;

    /** Steps for one net: one for each expression and stage, more for what costs more. */
    static final int MAX_STEPS = 200_000;

    /** Steps that an instantiation costs. */
    static final int CALL = 20;

    /** Steps that a round of a loop costs. */
    static final int ROUND = 5;

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

    /** Layers that are built to find an input that would do. */
    private static final int MAX_TRIALS = 20_000;

    private int layers;
    private int trials;
    private int steps;
    private boolean exhausted;

    /** Takes steps; false, after a problem the first time, if there are not so many left. */
    boolean steps(int count, Span span, Problems problems) {
        steps += count;
        return within(steps <= MAX_STEPS, problems, () -> LimitProblems.tooMuchWork(span));
    }

    /** Takes a layer; false, after a problem the first time, if there are none left. */
    boolean layer(Span span, Problems problems) {
        layers++;
        return within(layers <= MAX_LAYERS, problems, () -> LimitProblems.tooManyLayers(span));
    }

    /** Takes layers that are built on trial; false if there are not so many left. */
    boolean trial(int count) {
        trials += count;
        return trials <= MAX_TRIALS;
    }

    /** Beyond one limit nothing is expanded any more. */
    private boolean within(boolean limit, Problems problems, Supplier<Diagnostic> problem) {
        if (!limit && !exhausted) {
            exhausted = true;
            problems.add(problem.get());
        }
        return !exhausted;
    }
}
