package dev.convoke.compiler.plan;

import java.util.stream.Stream;

/** A nest and what it is there for. */
record PlannedNest(Purpose purpose, Nest nest) {
    /** The nests that compute a definition as it is written. */
    static Stream<PlannedNest> of(Computation computation) {
        return StridePhases.split(computation.definition()).stream()
                .flatMap(Pieces::split)
                .map(nest -> new PlannedNest(computation.purpose(), nest));
    }
}
