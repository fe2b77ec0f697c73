package dev.convoke.runtime.training;

import java.util.List;

/**
 * A rule that moves each parameter by its gradient; an immutable description, whose memory is in {@link OptimiserState}. The formulas are those
 * of {@code torch.optim}, in float32.
 */
public sealed interface Optimiser permits Sgd, Adam, AdamW, RmsProp {
    /** The name in the command line and in checkpoints. */
    String name();

    /** The learning rate before a schedule changes it. */
    double learningRate();

    /** Names of what is remembered per parameter, in the order of {@link Update#slots}. */
    List<String> slots();

    /** Moves the elements {@code from} (inclusive) to {@code to} (exclusive); independent of how a range is cut. */
    void apply(Update update, int from, int to);

    /** One step's circumstances; reused from step to step. */
    final class Update {
        float[] parameters = {};
        float[] gradients = {};
        float[][] slots = {};
        /** 1 in the first step. */
        long time;

        double rate;
    }
}
