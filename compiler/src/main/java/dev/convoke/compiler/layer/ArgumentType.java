package dev.convoke.compiler.layer;

import java.util.List;

/** What may be given for an argument, with its range. */
public sealed interface ArgumentType {
    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R whole(Whole type);

        R extents(Extents type);

        R padding(Padding type);

        R extentsOr(ExtentsOr type);

        R flag(Flag type);

        R real(Real type);

        R reals(Reals type);

        R choice(Choice type);
    }

    /** A whole number from {@code low} to {@code high}, both included. */
    record Whole(long low, long high) implements ArgumentType {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.whole(this);
        }
    }

    /** A whole number of at least {@code low} for every spatial axis, or a tuple with one for each. */
    record Extents(long low) implements ArgumentType {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.extents(this);
        }
    }

    /** As {@link Extents} from 0 up, or {@code "same"} where the layer allows it. */
    record Padding(boolean same) implements ArgumentType {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.padding(this);
        }
    }

    /** As {@link Extents}, of which there need not be one for each spatial axis, or a word. */
    record ExtentsOr(long low, String word) implements ArgumentType {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.extentsOr(this);
        }
    }

    /** {@code true} or {@code false}. */
    record Flag() implements ArgumentType {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.flag(this);
        }
    }

    /** A number from {@code low} to {@code high}, both included. */
    record Real(double low, double high) implements ArgumentType {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.real(this);
        }
    }

    /**
     * A number, or a list or tuple with one for each of something, each from {@code low} to {@code high}.
     *
     * @param each what each number is for, {@code channel}
     */
    record Reals(double low, double high, String each) implements ArgumentType {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.reals(this);
        }
    }

    /** One of some strings. */
    record Choice(List<String> options) implements ArgumentType {
        public Choice {
            options = List.copyOf(options);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.choice(this);
        }
    }
}
