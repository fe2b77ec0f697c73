package dev.convoke.compiler.lint.library;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How numbers and axes are written in findings. */
final class Words {
    private Words() {}

    /** {@code 2,097,152}. */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 row}, {@code 2 rows}. */
    static String count(long number, String one, String many) {
        return grouped(number) + " " + (number == 1 ? one : many);
    }

    /** {@code 17 %}, {@code 0.4 %}. */
    static String percent(long part, long whole) {
        double share = 100.0 * part / whole;
        int digits = share >= 99.5 && part < whole ? 3 : share < 1 ? 1 : 2;
        return BigDecimal.valueOf(share).round(new MathContext(digits)).toPlainString() + " %";
    }

    /** {@code 7x5}. */
    static String size(List<? extends Number> extents) {
        return extents.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }

    /** As an argument is written: {@code 7} where all are the same, or else {@code (7, 5)}. */
    static String argument(List<? extends Number> extents) {
        return extents.stream().map(Number::longValue).distinct().count() == 1
                ? String.valueOf(extents.get(0))
                : extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    /** What the positions along a spatial axis are: {@code row}, {@code columns}. */
    static String along(int axes, int axis, long number) {
        String one = axes == 1 ? "position" : List.of("slice", "row", "column").get(3 - axes + axis);
        return number == 1 ? one : one + "s";
    }

    /** {@code the last row and the last 2 columns}, of the axes where there are any. */
    static String last(List<Long> numbers) {
        List<String> parts = new ArrayList<>();
        for (int axis = 0; axis < numbers.size(); axis++) {
            long number = numbers.get(axis);
            if (number > 0) {
                parts.add(
                        "the last " + (number == 1 ? "" : grouped(number) + " ") + along(numbers.size(), axis, number));
            }
        }
        return list(parts);
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    static String list(List<String> parts) {
        int last = parts.size() - 1;
        return last < 1
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }

    static long product(List<? extends Number> factors) {
        long product = 1;
        for (Number each : factors) {
            product *= each.longValue();
        }
        return product;
    }
}
