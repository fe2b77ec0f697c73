package dev.convoke.compiler.elaborate;

import java.util.List;
import java.util.Optional;

/** What an expression of a spec is worth while compiling. */
sealed interface Datum {
    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R number(Number number);

        R truth(Truth truth);

        R text(Text text);

        R tuple(Tuple tuple);

        R list(ListOf list);

        R stream(Stream stream);

        R unknown(Unknown unknown);
    }

    /**
     * A number.
     *
     * @param division of a number that is not whole, the division that made it so, for messages
     */
    record Number(Rational value, Optional<Division> division) implements Datum {
        static Number of(Rational value) {
            return new Number(value, Optional.empty());
        }

        static Number of(long value) {
            return of(Rational.of(value));
        }

        @Override
        public Optional<Number> asNumber() {
            return Optional.of(this);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.number(this);
        }
    }

    /** True or false. */
    record Truth(boolean value) implements Datum {
        @Override
        public Optional<Boolean> asTruth() {
            return Optional.of(value);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.truth(this);
        }
    }

    /** A string. */
    record Text(String value) implements Datum {
        @Override
        public Optional<String> asText() {
            return Optional.of(value);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.text(this);
        }
    }

    /** Some values in parentheses. */
    record Tuple(List<Datum> elements) implements Datum {
        public Tuple {
            elements = List.copyOf(elements);
        }

        @Override
        public Optional<List<Datum>> asElements() {
            return Optional.of(elements);
        }

        @Override
        public long size() {
            return Datum.size(elements) + 1;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.tuple(this);
        }
    }

    /** Some values in brackets. */
    record ListOf(List<Datum> elements) implements Datum {
        public ListOf {
            elements = List.copyOf(elements);
        }

        @Override
        public Optional<List<Datum>> asElements() {
            return Optional.of(elements);
        }

        @Override
        public long size() {
            return Datum.size(elements) + 1;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.list(this);
        }
    }

    /** A stream that is known. */
    record Stream(Flow flow) implements Datum {
        @Override
        public Optional<Flow> asFlow() {
            return Optional.of(flow);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.stream(this);
        }
    }

    /** Something about which a problem was reported already: whatever depends on it is unknown too and no further problem. */
    record Unknown() implements Datum {
        @Override
        public boolean isUnknown() {
            return true;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.unknown(this);
        }
    }

    /** A division of whole numbers with a rest: {@code 7 / 2}. */
    record Division(Rational dividend, Rational divisor) {
        /** {@code 7 / 2 = 3.5}. */
        String equation() {
            return dividend + " / " + divisor + " = "
                    + dividend.dividedBy(divisor).mixed();
        }
    }

    Datum UNKNOWN = new Unknown();

    default boolean isUnknown() {
        return false;
    }

    default Optional<Number> asNumber() {
        return Optional.empty();
    }

    default Optional<Boolean> asTruth() {
        return Optional.empty();
    }

    default Optional<String> asText() {
        return Optional.empty();
    }

    default Optional<Flow> asFlow() {
        return Optional.empty();
    }

    /** The elements of a list or tuple. */
    default Optional<List<Datum>> asElements() {
        return Optional.empty();
    }

    /** As a spec would write it: {@code (3, 5)}; of a stream, its shape. */
    default String show() {
        return match(new Show(Integer.MAX_VALUE));
    }

    /** As {@link #show()}; what is behind so many characters may be left out. */
    default String show(int enough) {
        return match(new Show(enough));
    }

    /** The kind with its article: {@code a number}. */
    default String kind() {
        return match(new Kind());
    }

    /** How many values it is made of, for the limit on them. */
    default long size() {
        return 1;
    }

    /** How many values some values are made of. */
    static long size(List<Datum> elements) {
        long size = 0;
        for (Datum each : elements) {
            size += each.size();
        }
        return size;
    }

    /** See {@link #show()}. */
    final class Show implements Cases<String> {
        private final int enough;

        private Show(int enough) {
            this.enough = enough;
        }

        @Override
        public String number(Number number) {
            return number.value().toString();
        }

        @Override
        public String truth(Truth truth) {
            return Boolean.toString(truth.value());
        }

        @Override
        public String text(Text text) {
            return '"' + text.value().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }

        @Override
        public String tuple(Tuple tuple) {
            // A tuple of one has a comma, as a spec would write it.
            String end = tuple.elements().size() == 1 ? ",)" : ")";
            return "(" + all(tuple.elements()) + end;
        }

        @Override
        public String list(ListOf list) {
            return "[" + all(list.elements()) + "]";
        }

        private String all(List<Datum> elements) {
            var text = new StringBuilder();
            for (Datum each : elements) {
                text.append(text.isEmpty() ? "" : ", ").append(each.match(this));
                if (text.length() > enough) {
                    return text.append(", ...").toString();
                }
            }
            return text.toString();
        }

        @Override
        public String stream(Stream stream) {
            return stream.flow().shape().toString();
        }

        @Override
        public String unknown(Unknown unknown) {
            return "?";
        }
    }

    /** See {@link #kind}. */
    final class Kind implements Cases<String> {
        @Override
        public String number(Number number) {
            return "a number";
        }

        @Override
        public String truth(Truth truth) {
            return "true or false";
        }

        @Override
        public String text(Text text) {
            return "a string";
        }

        @Override
        public String tuple(Tuple tuple) {
            return "a tuple";
        }

        @Override
        public String list(ListOf list) {
            return "a list";
        }

        @Override
        public String stream(Stream stream) {
            return "a stream";
        }

        @Override
        public String unknown(Unknown unknown) {
            return "unknown";
        }
    }
}
