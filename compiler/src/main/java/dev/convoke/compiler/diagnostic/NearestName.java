package dev.convoke.compiler.diagnostic;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the name that was probably meant where another was written. */
public final class NearestName {
    /** Among more names than this nothing is suggested: comparing with each would take too long. */
    public static final int MOST_NAMES = 1000;

    /** Longer words are no typing errors. */
    private static final int LONGEST = 100;

    /** In shorter names a letter may well be meant. */
    private static final int SHORTEST = 4;

    private static final Pattern OTHERS = Pattern.compile("[^0-9]+");

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private NearestName() {}

    /**
     * The nearest of the names, if it is near: the same but for upper and lower case, or with at most one typing error for
     * each three characters, at least one. Of equally near names the first.
     */
    public static Optional<String> among(Collection<String> names, String written) {
        if (names.size() > MOST_NAMES || written.length() > LONGEST) {
            return Optional.empty();
        }
        String folded = fold(written);
        return names.stream()
                .filter(name -> name.length() <= LONGEST)
                .filter(name -> isNear(fold(name), folded, allowed(name, written)))
                .min(Comparator.comparingInt((String name) -> distance(fold(name), folded))
                        .thenComparingInt(name -> distance(name, written)));
    }

    /**
     * The names that are all as near as {@link #among}, the first included: of several, none is surely meant. Without repetition, in the order of
     * the names.
     */
    public static List<String> equallyNear(Collection<String> names, String written) {
        List<String> near = among(names, written).stream()
                .flatMap(nearest -> names.stream()
                        .filter(name -> name.length() <= LONGEST)
                        .filter(name -> distance(fold(name), fold(written)) == distance(fold(nearest), fold(written))
                                && distance(name, written) == distance(nearest, written))
                        .distinct())
                .toList();
        // A number is seldom a mistyped letter: `Reluu` is rather `Relu` than `Relu6`.
        List<String> alike = near.stream()
                .filter(name -> digits(name).equals(digits(written)))
                .toList();
        // But what is a name without its number may have it by mistake: `Selu6` is `Selu` or `Relu6`.
        String plain = withoutDigits(written);
        boolean numbered = !plain.equals(fold(written))
                && near.stream().anyMatch(name -> fold(name).equals(plain));
        return alike.isEmpty() || numbered ? near : alike;
    }

    private static String digits(String name) {
        return OTHERS.matcher(name).replaceAll("");
    }

    /**
     * Whether what is written is no name of its own: nothing but upper and lower case and underscores tells the names apart, or more than a number
     * does ({@code conv1} may be meant to differ from {@code conv2}) and the names are not so short that one letter makes another word of
     * them ({@code up}, {@code us}).
     */
    public static boolean isTypingError(String name, String written) {
        boolean isShort = Math.min(fold(name).length(), fold(written).length()) < SHORTEST;
        return fold(name).equals(fold(written))
                || !isShort && !withoutDigits(name).equals(withoutDigits(written));
    }

    private static String withoutDigits(String name) {
        return DIGITS.matcher(fold(name)).replaceAll("");
    }

    private static boolean isNear(String name, String written, int allowed) {
        return Math.abs(name.length() - written.length()) <= allowed && distance(name, written) <= allowed;
    }

    private static int allowed(String name, String written) {
        int length = Math.min(name.length(), written.length());
        // Of a single character everything is one error away.
        return length < 2 ? 0 : Math.max(1, length / 3);
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "");
    }

    /**
     * How many characters must be inserted, removed, replaced or swapped with their neighbour to make one text of the other (the
     * optimal string alignment distance).
     */
    public static int distance(String from, String to) {
        int[][] distance = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                distance[i][j] = distance(from, to, i, j, distance);
            }
        }
        return distance[from.length()][to.length()];
    }

    private static int distance(String from, String to, int i, int j, int[][] shorter) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = shorter[i - 1][j - 1] + (same ? 0 : 1);
        best = Math.min(best, Math.min(shorter[i - 1][j], shorter[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, shorter[i - 2][j - 2] + 1) : best;
    }
}
