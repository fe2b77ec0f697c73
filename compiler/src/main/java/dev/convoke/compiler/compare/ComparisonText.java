package dev.convoke.compiler.compare;

import java.util.ArrayList;
import java.util.List;

/** Says in words what changed between two nets. */
public final class ComparisonText {
    /** More changes of one topic are counted. */
    private static final int MOST_LINES = 40;

    private ComparisonText() {}

    /** Lines, topic by topic, with a last line that says whether old weights load. */
    public static String of(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        for (Change.Topic topic : Change.Topic.values()) {
            List<Change> changes = comparison.changes().stream()
                    .filter(each -> each.kind().topic() == topic)
                    .toList();
            if (!changes.isEmpty()) {
                lines.add(title(topic));
                changes.stream().limit(MOST_LINES).forEach(each -> lines.add("  " + line(each)));
                if (changes.size() > MOST_LINES) {
                    lines.add("  and " + (changes.size() - MOST_LINES) + " more");
                }
                lines.add("");
            }
        }
        lines.add(conclusion(comparison));
        return String.join("\n", lines) + "\n";
    }

    private static String title(Change.Topic topic) {
        return switch (topic) {
            case INTERFACE -> "for callers:";
            case WEIGHTS -> "for weights:";
            case COMPUTATION -> "for results:";
        };
    }

    private static String conclusion(Comparison comparison) {
        if (comparison.changes().isEmpty()) {
            return "no difference: the nets are the same for callers and weights, and compute the same";
        }
        return comparison.compatible()
                ? "compatible: weights of the old net load into the new one"
                : "not compatible: weights of the old net do not load into the new one";
    }

    /** One change on one line. */
    public static String line(Change change) {
        String before = change.before().orElse("");
        String after = change.after().orElse("");
        String shapes = before + " -> " + after;
        return switch (change.kind()) {
            case INPUT_ADDED -> "input " + change.name() + " " + after + " is new";
            case INPUT_REMOVED -> "input " + change.name() + " " + before + " is gone";
            case INPUT_CHANGED -> "input " + change.name() + " " + shapes;
            case INPUTS_REORDERED -> "the order of inputs: " + shapes;
            case OUTPUT_ADDED -> "output " + change.name() + " " + after + " is new";
            case OUTPUT_REMOVED -> "output " + change.name() + " " + before + " is gone";
            case OUTPUT_CHANGED -> "output " + change.name() + " " + shapes;
            case OUTPUTS_REORDERED -> "the order of outputs: " + shapes;
            case TENSORS_RENAMED ->
                change.name() + " is called " + change.to().orElse("") + " now, its shapes are the same"
                        + tensors(change) + ": did you mean `" + change.name() + "`?";
            case TENSORS_RENAMED_AND_RESHAPED ->
                change.name() + " seems to be called " + change.to().orElse("") + " now, with other shapes"
                        + tensors(change) + ": did you mean `" + change.name() + "`?";
            case TENSOR_RESHAPED ->
                change.name() + " " + before + " -> "
                        + change.to().map(name -> name + " ").orElse("") + after;
            case TENSORS_ADDED ->
                change.name() + " " + after + (after.isEmpty() ? "" : " ") + "is new" + tensors(change);
            case TENSORS_REMOVED ->
                change.name() + " " + before + (before.isEmpty() ? "" : " ") + "is gone" + tensors(change);
            case TENSORS_REORDERED -> "the tensors come in another order; weights load by name";
            case LAYERS_CHANGED -> shapes + places(change);
            case LAYERS_ADDED -> after + " is new" + places(change);
            case LAYERS_REMOVED -> before + " is gone" + places(change);
            case LAYERS_REORDERED -> "the same layers run in another order";
        };
    }

    private static String tensors(Change change) {
        return change.count() == 1 ? "" : " (" + change.count() + " tensors)";
    }

    private static String places(Change change) {
        return change.count() == 1
                ? " at " + change.name()
                : " in " + change.count() + " places, first at " + change.name();
    }
}
