package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns the arguments of a call into what a layer's facts ask for. */
final class LayerArguments {
    /** Arguments that the shape of the result does not depend on: where they are open, any value will do. */
    private static final Set<String> OF_NO_SHAPE =
            Set.of("p", "eps", "momentum", "bias", "affine", "negative_slope", "alpha", "beta", "groups");

    private LayerArguments() {}

    static Callee callee(LayerType type) {
        return new Callee(
                "layer",
                type.name(),
                type.arguments().stream().map(Argument::name).toList(),
                type.arguments().stream()
                        .filter(each -> each.defaultValue().isEmpty())
                        .map(Argument::name)
                        .collect(Collectors.toSet()));
    }

    /** All arguments with defaults filled in, or empty if one is unknown or wrong. */
    static Optional<Arguments> check(LayerType type, Bound bound, Frame frame) {
        Map<String, ArgumentValue> values = new HashMap<>();
        boolean complete = bound.complete();
        for (Argument argument : type.arguments()) {
            Optional<Bound.Given> given = bound.find(argument.name());
            Optional<ArgumentValue> value = given.isPresent()
                    ? given.get().value().isUnknown()
                            ? frame.session().isOpen() && OF_NO_SHAPE.contains(argument.name())
                                    ? argument.defaultValue()
                                    : Optional.empty()
                            : argument.type()
                                    .match(new Conversion(type.name(), argument.name(), bound, given.get(), frame))
                    : argument.defaultValue();
            value.ifPresent(each -> values.put(argument.name(), each));
            complete &= value.isPresent() || given.isEmpty();
        }
        return complete ? Optional.of(new Arguments(values)) : Optional.empty();
    }

    /** One function a type of argument: the value, or empty after a problem. */
    private record Conversion(String layer, String name, Bound bound, Bound.Given given, Frame frame)
            implements ArgumentType.Cases<Optional<ArgumentValue>> {
        @Override
        public Optional<ArgumentValue> whole(ArgumentType.Whole type) {
            return whole(given.value(), type.low(), type.high(), "a whole number")
                    .map(ArgumentValue.Whole::new);
        }

        @Override
        public Optional<ArgumentValue> extents(ArgumentType.Extents type) {
            return extents(type.low(), "a whole number, or a tuple with one for each axis");
        }

        @Override
        public Optional<ArgumentValue> padding(ArgumentType.Padding type) {
            Optional<String> text = given.value().asText();
            if (type.same() && text.isPresent()) {
                if (text.get().equals("same")) {
                    return Optional.of(new ArgumentValue.Text("same"));
                }
                frame.problems().add(ValueProblems.noSuchPadding(subject(), text.get(), given.valueSpan()));
                return Optional.empty();
            }
            String expected = type.same()
                    ? "a whole number, a tuple with one for each axis, or \"same\""
                    : "a whole number, or a tuple with one for each axis";
            return extents(0, expected);
        }

        @Override
        public Optional<ArgumentValue> extentsOr(ArgumentType.ExtentsOr type) {
            Optional<String> text = given.value().asText();
            return text.isPresent()
                    ? choice(new ArgumentType.Choice(List.of(type.word())))
                    : extents(type.low(), "a whole number, a tuple of whole numbers, or \"" + type.word() + "\"");
        }

        @Override
        public Optional<ArgumentValue> flag(ArgumentType.Flag type) {
            Optional<Boolean> truth = given.value().asTruth();
            if (truth.isEmpty() && given.value().asNumber().isPresent()) {
                Diagnostic problem =
                        ValueProblems.wrongType(subject(), "true or false", given.value(), given.valueSpan());
                frame.problems().add(ForeignArguments.shifted(problem, layer, bound, given.valueSpan()));
                return Optional.empty();
            }
            return truth.isPresent() ? truth.map(ArgumentValue.Flag::new) : wrongType("true or false", given.value());
        }

        @Override
        public Optional<ArgumentValue> real(ArgumentType.Real type) {
            return real(given.value(), type.low(), type.high(), "a number").map(ArgumentValue.Real::new);
        }

        @Override
        public Optional<ArgumentValue> reals(ArgumentType.Reals type) {
            String expected = "a number, or a list with one for each " + type.each();
            List<Double> reals = new ArrayList<>();
            for (Datum element : given.value().asElements().orElse(List.of(given.value()))) {
                Optional<Double> real = real(element, type.low(), type.high(), expected);
                if (real.isEmpty()) {
                    return Optional.empty();
                }
                reals.add(real.get());
            }
            return reals.isEmpty() ? wrongType(expected, given.value()) : Optional.of(new ArgumentValue.Reals(reals));
        }

        @Override
        public Optional<ArgumentValue> choice(ArgumentType.Choice type) {
            Optional<String> text = given.value().asText();
            if (text.isEmpty()) {
                return wrongType("a string", given.value());
            }
            if (!type.options().contains(text.get())) {
                frame.problems()
                        .add(ValueProblems.noSuchChoice(subject(), text.get(), type.options(), given.valueSpan()));
                return Optional.empty();
            }
            return text.map(ArgumentValue.Text::new);
        }

        private Optional<ArgumentValue> extents(long low, String expected) {
            Optional<List<Datum>> elements = given.value().asElements();
            if (elements.isEmpty()) {
                return whole(given.value(), low, Integer.MAX_VALUE, expected).map(ArgumentValue.Whole::new);
            }
            List<Integer> extents = new ArrayList<>();
            for (Datum element : elements.get()) {
                Optional<Long> extent = whole(element, low, Integer.MAX_VALUE, expected);
                if (extent.isEmpty()) {
                    return Optional.empty();
                }
                extents.add(Math.toIntExact(extent.get()));
            }
            return extents.isEmpty()
                    ? wrongType(expected, given.value())
                    : Optional.of(new ArgumentValue.Extents(extents));
        }

        private Optional<Long> whole(Datum value, long low, long high, String expected) {
            Optional<Datum.Number> number = value.asNumber();
            if (number.isEmpty()) {
                return wrongType(expected, value);
            }
            if (!number.get().value().isWhole()) {
                frame.problems().add(ValueProblems.notWhole(subject(), number.get(), given.valueSpan()));
                return Optional.empty();
            }
            long whole = number.get().value().numerator();
            if (whole < low || whole > high) {
                outOfRange(value, low, high);
                return Optional.empty();
            }
            return Optional.of(whole);
        }

        private Optional<Double> real(Datum value, double low, double high, String expected) {
            Optional<Datum.Number> number = value.asNumber();
            if (number.isEmpty()) {
                return wrongType(expected, value);
            }
            double real = number.get().value().doubleValue();
            if (real < low || real > high) {
                outOfRange(value, low, high);
                return Optional.empty();
            }
            return Optional.of(real);
        }

        private void outOfRange(Datum value, double low, double high) {
            Diagnostic problem = ValueProblems.outOfRange(
                    subject(), value, low, high, given.valueSpan(), value.equals(given.value()));
            boolean size = name.equals("eps");
            frame.problems().add(size ? ForeignArguments.shifted(problem, layer, bound, given.valueSpan()) : problem);
        }

        private <T> Optional<T> wrongType(String expected, Datum value) {
            if (!value.isUnknown()) {
                Span span = given.valueSpan();
                frame.problems()
                        .add(
                                value.equals(given.value())
                                        ? unquoted(ValueProblems.wrongType(subject(), expected, value, span), expected)
                                        : ValueProblems.wrongElement(subject(), expected, value, span));
            }
            return Optional.empty();
        }

        /** With a way out if a number stands in quotes. */
        private Diagnostic unquoted(Diagnostic problem, String expected) {
            String written = given.valueSpan().text();
            return written.matches(expected.contains("whole") ? "\"\\d{1,9}\"" : "\"\\d{1,9}(\\.\\d{1,9})?\"")
                            && expected.contains("number")
                    ? problem.fix("leave the quotes out", given.valueSpan(), written.substring(1, written.length() - 1))
                    : problem;
        }

        private String subject() {
            return "`" + name + "` of `" + layer + "`";
        }
    }
}
