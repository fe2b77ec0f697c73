package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Parser;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is given for a net from outside the spec.
 *
 * @param parameters texts by the name of the net's parameter
 * @param inputSizes extents by the name of the net's input
 */
public record Settings(Map<String, String> parameters, Map<String, List<Integer>> inputSizes) {
    /** Longer values are cut where they are written out. */
    private static final int LONGEST_VALUE = 40;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9_]*+(?:\\.[0-9_]++)?(?:[eE][+-]?[0-9]++)?");

    /** The net as it is declared. */
    public static final Settings NONE = new Settings(Map.of(), Map.of());

    public Settings {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        inputSizes = Collections.unmodifiableMap(new LinkedHashMap<>(inputSizes));
    }

    /** Those for some parameters. */
    Settings of(Collection<String> names) {
        Map<String, String> some = new LinkedHashMap<>(parameters);
        some.keySet().retainAll(names);
        return new Settings(some, inputSizes);
    }

    boolean isEmpty() {
        return parameters.isEmpty() && inputSizes.isEmpty();
    }

    /** {@code groups=5, image=[3, 64, 64]}. */
    @Override
    public String toString() {
        return Stream.concat(parameters.entrySet().stream(), inputSizes.entrySet().stream())
                .map(each -> each.getKey() + "=" + shortened(each.getValue().toString()))
                .collect(Collectors.joining(", "));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 3) + "...";
    }

    /**
     * A number, {@code true} or {@code false}; what begins with a bracket, a parenthesis or a quote is read as in a spec; all else is a
     * text.
     */
    static Datum read(String name, String text, Frame frame) {
        if (text.equals("true") || text.equals("false")) {
            return new Datum.Truth(text.equals("true"));
        }
        if (text.startsWith("[") || text.startsWith("(") || text.startsWith("\"")) {
            return written(name, text, frame);
        }
        try {
            return Datum.Number.of(Rational.parse(text));
        } catch (NumberFormatException e) {
            return new Datum.Text(text);
        } catch (ArithmeticException e) {
            // too large a number is no text: it is a problem with words of its own
            return NUMBER.matcher(text).matches() ? written(name, text, frame) : new Datum.Text(text);
        }
    }

    /** What is written as in a spec. */
    private static Datum written(String name, String text, Frame frame) {
        return Parser.value(new SourceFile("--set " + name, text), frame.problems()::add)
                .map(value -> evaluate(value, frame))
                .orElse(Datum.UNKNOWN);
    }

    private static Datum evaluate(Expression value, Frame frame) {
        NameCheck.check(value, frame.declarations(), frame.problems());
        return Evaluator.evaluate(value, frame);
    }
}
