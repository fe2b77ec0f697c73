package dev.convoke.compiler.elaborate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is given for a net from outside the spec.
 *
 * @param parameters texts by the name of the net's parameter
 * @param inputSizes extents by the name of the net's input
 */
public record Settings(Map<String, String> parameters, Map<String, List<Integer>> inputSizes) {
    /** The net as it is declared. */
    public static final Settings NONE = new Settings(Map.of(), Map.of());

    public Settings {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        inputSizes = Collections.unmodifiableMap(new LinkedHashMap<>(inputSizes));
    }

    /** A number, {@code true} or {@code false}, else a text. */
    static Datum parse(String text) {
        if (text.equals("true") || text.equals("false")) {
            return new Datum.Truth(text.equals("true"));
        }
        try {
            return Datum.Number.of(Rational.parse(text));
        } catch (ArithmeticException | NumberFormatException e) {
            return new Datum.Text(text);
        }
    }
}
