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

    /** Layers and joins of all nets of one file. */
    static final int MAX_FILE_LAYERS = 20_000;

    /** Steps for all nets of one file; those of the zoo take up to 240,000. */
    static final int MAX_FILE_STEPS = 500_000;

    /** Steps that an instantiation costs. */
    static final int CALL = 20;

    /** Steps that a round of a loop costs. */
    static final int ROUND = 5;

    /** Elements of a list, characters of a text or parameters of a block that are dealt with in one step. */
    static final int ELEMENTS = 8;

    /** Blocks, seqs and functions within one another. */
    static final int MAX_DEPTH = 64;

    /** Values in one list or tuple, those inside it counted too. */
    static final int MAX_ELEMENTS = 10_000;

    /** Characters of a text after its holes are filled. */
    static final int MAX_TEXT = 4096;

    /** Characters of a stage's path. */
    static final int MAX_PATH = 500;

    /** Elements of all parameters. */
    static final long MAX_PARAMETERS = 1_000_000_000;

    /** Elements of a stream, for one sample. */
    static final long MAX_STREAM = Integer.MAX_VALUE;

    /** Layers that are built to find an input that would do. */
    private static final int MAX_TRIALS = 30_000;

    /** What the nets of one file share. */
    static final class Shared {
        private long steps;
        private int layers;
        private boolean exhausted;

        /** Whether a limit of the file is reached, so that its other nets are not looked at. */
        boolean isExhausted() {
            return exhausted;
        }

        /** All that was taken so far. */
        Cost taken() {
            return new Cost(steps, layers);
        }

        /** Whether so much is left. */
        boolean holds(Cost cost) {
            return steps + cost.steps() <= MAX_FILE_STEPS && layers + cost.layers() <= MAX_FILE_LAYERS;
        }

        /** Takes what a net is known to cost; it must be left. */
        void take(Cost cost) {
            steps += cost.steps();
            layers += cost.layers();
        }
    }

    /** What a net takes of what the nets of its file share. */
    record Cost(long steps, int layers) {
        Cost minus(Cost other) {
            return new Cost(steps - other.steps, layers - other.layers);
        }
    }

    private final Shared shared;
    private int layers;
    private int trials;
    private int steps;
    private boolean exhausted;

    Budget(Shared shared) {
        this.shared = shared;
    }

    /** Takes steps; false, after a problem the first time, if there are not so many left, or if no more problems of the file are listed. */
    boolean steps(int count, Span span, Problems problems) {
        steps += count;
        shared.steps += count;
        return within(steps <= MAX_STEPS, problems, () -> LimitProblems.tooMuchWork(span))
                && shared(shared.steps <= MAX_FILE_STEPS, problems, () -> LimitProblems.tooMuchWorkInFile(span))
                && !problems.isFull(span.file());
    }

    /** Takes the steps that something of many elements costs. */
    boolean elements(long count, Span span, Problems problems) {
        return steps((int) Math.min(count / ELEMENTS, MAX_STEPS), span, problems);
    }

    /** Takes a layer; false, after a problem the first time, if there are none left. */
    boolean layer(Span span, Problems problems) {
        layers++;
        shared.layers++;
        return within(layers <= MAX_LAYERS, problems, () -> LimitProblems.tooManyLayers(span))
                && shared(shared.layers <= MAX_FILE_LAYERS, problems, () -> LimitProblems.tooManyLayersInFile(span));
    }

    /** Whether the path of a stage may be so long; false, after a problem the first time, if it may not. */
    boolean path(String path, Span span, Problems problems) {
        return within(path.length() <= MAX_PATH, problems, () -> LimitProblems.pathTooLong(path, span));
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

    /** Beyond a limit of the file none of its nets is expanded any more. */
    private boolean shared(boolean limit, Problems problems, Supplier<Diagnostic> problem) {
        if (!limit && !shared.exhausted) {
            shared.exhausted = true;
            problems.add(problem.get());
        }
        return !shared.exhausted;
    }
}
