package dev.convoke.compiler.emit.opencl;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Identifiers of OpenCL C for the names of a kernel: letters, digits and underscores, none that the language or the emitted text
 * uses itself, different ones for different names.
 */
final class CNames {
    /** Types and qualifiers with their vector and capital forms, and what begins like the header's functions. */
    private static final Pattern TAKEN = Pattern.compile("cnn_.*|as_.*|convert_.*"
            + "|(u?(char|short|int|long)|float|double|half|quad|bool)([2348]|16)?"
            + "|(__)?(global|local|constant|private|kernel|read_only|write_only|read_write)");

    /** Words of C99, words of OpenCL C, and functions and macros that emitted text uses. */
    private static final Set<String> WORDS = Set.of("""
        auto break case complex const continue default do else enum extern for goto if imaginary inline register
        restrict return signed sizeof static struct switch typedef union unsigned void volatile while
        event_t intptr_t pipe ptrdiff_t sampler_t size_t uintptr_t uniform vec_step
        INFINITY NAN NULL erf exp fabs false floor fma get_global_id item log main max min sqrt tanh true\
        """.split("\\s+"));

    private final Map<String, String> names = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    /** The identifier for a name: always the same for the same name. */
    String of(String name) {
        String known = names.get(name);
        if (known != null) {
            return known;
        }
        String base = sanitise(name);
        String identifier = base;
        for (int i = 2; isTaken(identifier) || !used.add(identifier); i++) {
            identifier = base + "_" + i;
        }
        names.put(name, identifier);
        return identifier;
    }

    /** Letters, digits and underscores only, a letter first. */
    static String sanitise(String name) {
        String text = name.replaceAll("[^A-Za-z0-9_]", "_");
        return text.isEmpty() || !Character.isLetter(text.charAt(0)) ? "v" + text : text;
    }

    private static boolean isTaken(String identifier) {
        return WORDS.contains(identifier) || TAKEN.matcher(identifier).matches();
    }
}
