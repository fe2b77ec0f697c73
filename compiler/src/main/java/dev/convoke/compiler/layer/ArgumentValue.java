package dev.convoke.compiler.layer;

import java.util.List;

/** A checked argument. */
public sealed interface ArgumentValue {
    /** A whole number; also an extent given once for all axes. */
    record Whole(long value) implements ArgumentValue {}

    /** A whole number for each spatial axis. */
    record Extents(List<Integer> values) implements ArgumentValue {
        public Extents {
            values = List.copyOf(values);
        }
    }

    /** True or false. */
    record Flag(boolean value) implements ArgumentValue {}

    /** A number: the float64 nearest to the exact value in the spec. */
    record Real(double value) implements ArgumentValue {}

    /** A number for each channel, or one for all. */
    record Reals(List<Double> values) implements ArgumentValue {
        public Reals {
            values = List.copyOf(values);
        }
    }

    /** A string: of a choice, or a word where there could be numbers: {@code "same"} as padding. */
    record Text(String value) implements ArgumentValue {}

    /** Nothing: the default of an argument that may be left out. */
    record Absent() implements ArgumentValue {}

    /** What another argument is, which must be given: the default of a pool's stride. {@link Arguments} resolves it. */
    record SameAs(String argument) implements ArgumentValue {}
}
