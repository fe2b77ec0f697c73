package dev.convoke.runtime.problem;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Weights do not belong to a network. All differences are reported together: names that are missing, names that are unexpected, and
 * tensors of another shape or type.
 */
public final class WeightsException extends ConvokeException {
    private static final int SHOWN = 8;

    private final String source;
    private final transient List<Wanted> missing;
    private final transient List<Wanted> unexpected;
    private final transient List<Difference> different;

    /** A tensor by name and shape: {@code "conv1.weight"}, {@code [16, 3, 3, 3]}. */
    public record Wanted(String name, List<Long> shape) {
        public Wanted {
            shape = List.copyOf(shape);
        }

        @Override
        public String toString() {
            return name + " " + shape;
        }
    }

    /** A tensor that is there but not as it must be: {@code "conv1.weight"}, {@code "[16, 3, 3, 3]"}, {@code "[16, 3, 5, 5]"}. */
    public record Difference(String name, String expected, String found) {
        @Override
        public String toString() {
            return name + " expected " + expected + ", found " + found;
        }
    }

    /** Every difference between the net {@code net} and the weights of {@code source}. */
    public WeightsException(
            String net, String source, List<Wanted> missing, List<Wanted> unexpected, List<Difference> different) {
        super(
                ProblemKind.WEIGHTS_MISMATCH,
                describe(net, source, missing, unexpected, different),
                advise(missing, unexpected));
        this.source = source;
        this.missing = List.copyOf(missing);
        this.unexpected = List.copyOf(unexpected);
        this.different = List.copyOf(different);
    }

    /** The file, or a description of where the weights came from. */
    public String source() {
        return source;
    }

    /** Tensors of the network that the weights lack, in the network's order. */
    public List<Wanted> missing() {
        return missing;
    }

    /** Tensors of the weights that the network has not, in the weights' order. */
    public List<Wanted> unexpected() {
        return unexpected;
    }

    /** Tensors of another shape or type, in the network's order. */
    public List<Difference> different() {
        return different;
    }

    private static String describe(
            String net, String source, List<Wanted> missing, List<Wanted> unexpected, List<Difference> different) {
        StringBuilder text = new StringBuilder(source)
                .append(": these weights do not fit the net ")
                .append(net);
        section(text, "missing", missing);
        section(text, "unexpected", unexpected);
        section(text, "other shape or type", different);
        return text.toString();
    }

    private static void section(StringBuilder text, String title, List<?> entries) {
        if (entries.isEmpty()) {
            return;
        }
        text.append("\n  ").append(title).append(" (").append(entries.size()).append("): ");
        text.append(entries.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining("; ")));
        if (entries.size() > SHOWN) {
            text.append("; and ").append(entries.size() - SHOWN).append(" more");
        }
    }

    private static String advise(List<Wanted> missing, List<Wanted> unexpected) {
        List<String> prefixes = List.of("module.", "model.", "net.", "_orig_mod.");
        for (String prefix : prefixes) {
            boolean prefixed = !missing.isEmpty()
                    && unexpected.stream()
                            .anyMatch(it ->
                                    it.name().equals(prefix + missing.get(0).name()));
            if (prefixed) {
                return "the names in the file begin with \"" + prefix
                        + "\": save the inner module's state_dict, or rename the tensors";
            }
        }
        if (!missing.isEmpty() && !unexpected.isEmpty()) {
            return "label the stages of the spec so that its names are those of the file, or load weights saved for this net";
        }
        return "load weights saved for this net, with the same parameters (classes, widths)";
    }
}
