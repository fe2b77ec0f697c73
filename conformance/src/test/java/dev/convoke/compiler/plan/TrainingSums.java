package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Definition;

/** How the planner sums in training: what a truth that is to have the same bits must do, too. */
public final class TrainingSums {
    private TrainingSums() {}

    /** A definition of the forward part, its long sums cut into partial sums. */
    public static Definition forward(Definition definition) {
        return PartialSums.ofProducts(backward(definition));
    }

    /** A definition of the backward part, its long sums over positions cut into rows. */
    public static Definition backward(Definition definition) {
        return PartialSums.ofPositions(definition);
    }
}
