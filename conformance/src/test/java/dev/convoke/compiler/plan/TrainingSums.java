package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Definition;

/** How the planner sums in training: what a truth that is to have the same bits must do, too. */
public final class TrainingSums {
    private TrainingSums() {}

    /** The definition, its long sums cut into partial sums. */
    public static Definition of(Definition definition) {
        return new Definition(
                definition.output(), definition.axes(), PartialSums.split(definition.value()), definition.lanes());
    }
}
