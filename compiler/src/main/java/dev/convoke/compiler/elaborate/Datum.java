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
        public <R> R match(Cases<R> cases) {
            return cases.number(this);
        }
    }

    /** True or false. */
    record Truth(boolean value) implements Datum {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.truth(this);
        }
    }

    /** A string. */
    record Text(String value) implements Datum {
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
        public <R> R match(Cases<R> cases) {
            return cases.list(this);
        }
    }

    /** A stream that is known. */
    record Stream(Flow flow) implements Datum {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.stream(this);
        }
    }

    /** Something about which a problem was reported already: whatever depends on it is unknown too and no further problem. */
    record Unknown() implements Datum {
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

    /** A kind that declines all but the cases that a subclass overrides. */
    class Only<T> implements Cases<Optional<T>> {
        @Override
        public Optional<T> number(Number number) {
            return Optional.empty();
        }

        @Override
        public Optional<T> truth(Truth truth) {
            return Optional.empty();
        }

        @Override
        public Optional<T> text(Text text) {
            return Optional.empty();
        }

        @Override
        public Optional<T> tuple(Tuple tuple) {
            return Optional.empty();
        }

        @Override
        public Optional<T> list(ListOf list) {
            return Optional.empty();
        }

        @Override
        public Optional<T> stream(Stream stream) {
            return Optional.empty();
        }

        @Override
        public Optional<T> unknown(Unknown unknown) {
            return Optional.empty();
        }
    }

    Datum UNKNOWN = new Unknown();

    default boolean isUnknown() {
        return match(new Only<Boolean>() {
                    @Override
                    public Optional<Boolean> unknown(Unknown unknown) {
                        return Optional.of(true);
                    }
                })
                .orElse(false);
    }

    default Optional<Number> asNumber() {
        return match(new Only<>() {
            @Override
            public Optional<Number> number(Number number) {
                return Optional.of(number);
            }
        });
    }

    default Optional<Boolean> asTruth() {
        return match(new Only<>() {
            @Override
            public Optional<Boolean> truth(Truth truth) {
                return Optional.of(truth.value());
            }
        });
    }

    default Optional<String> asText() {
        return match(new Only<>() {
            @Override
            public Optional<String> text(Text text) {
                return Optional.of(text.value());
            }
        });
    }

    default Optional<Flow> asFlow() {
        return match(new Only<>() {
            @Override
            public Optional<Flow> stream(Stream stream) {
                return Optional.of(stream.flow());
            }
        });
    }

    /** The elements of a list or tuple. */
    default Optional<List<Datum>> asElements() {
        return match(new Only<>() {
            @Override
            public Optional<List<Datum>> tuple(Tuple tuple) {
                return Optional.of(tuple.elements());
            }

            @Override
            public Optional<List<Datum>> list(ListOf list) {
                return Optional.of(list.elements());
            }
        });
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
        return asElements().stream()
                        .flatMap(List::stream)
                        .mapToLong(Datum::size)
                        .sum()
                + 1;
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
