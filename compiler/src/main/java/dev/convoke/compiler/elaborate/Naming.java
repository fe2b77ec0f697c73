package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Template;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a stage is called.
 *
 * @param path from the net's root
 * @param unique whether the path is no other value's name; that of a labelled stage could be one's
 * @param label its label, if it has one that is its own
 * @param needsLabel whether it may not have parameters, as it has no label where only labels name
 */
record Naming(String path, boolean unique, Optional<String> label, boolean needsLabel) {
    /** What may be a part of a parameter's name. */
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** @param stem what an unlabelled stage is called after, {@code relu} */
    static Naming of(Optional<Template> label, String stem, Span stage, Frame frame) {
        Container container = frame.container().orElseThrow();
        Optional<Integer> number = container.isNumbered() ? Optional.of(container.nextNumber()) : Optional.empty();
        Optional<String> text = label.flatMap(each -> text(each, frame));
        String child = text.or(() -> number.map(String::valueOf)).orElse(stem);
        Span span = label.map(Template::span).orElse(stage);
        frame.session().budget().path(container.path(child), span, frame.problems());
        if (text.isPresent() || number.isPresent()) {
            Optional<Container.Labelled> other = container.take(child, span);
            if (other.isPresent()) {
                frame.problems()
                        .add(LabelProblems.duplicate(
                                child,
                                span,
                                other.get().span(),
                                text.isPresent(),
                                frame.scope().round()));
                return unique(container.path(child), false, frame);
            }
            return new Naming(container.path(child), false, text, false);
        }
        return unique(container.path(child), label.isEmpty(), frame);
    }

    private static Naming unique(String path, boolean needsLabel, Frame frame) {
        return new Naming(frame.session().graph().unique(path), true, Optional.empty(), needsLabel);
    }

    private static Optional<String> text(Template label, Frame frame) {
        Optional<String> text = Templates.fill(label, frame);
        if (text.isEmpty()) {
            frame.container().ifPresent(Container::lacksStages);
        }
        if (text.isPresent() && !LABEL.matcher(text.get()).matches()) {
            frame.problems().add(LabelProblems.invalid(text.get(), label.span()));
            return Optional.empty();
        }
        return text;
    }

    /** What a stage is called after if nothing else is known: {@code relu}, {@code basicblock}. */
    static String stem(String kind) {
        return kind.toLowerCase(Locale.ROOT);
    }

    /** What PyTorch users label such a stage with, a number to follow: {@code conv}, {@code bn}, {@code fc}. */
    static String habit(String kind) {
        return switch (kind) {
            case "Linear" -> "fc";
            case "BatchNorm" -> "bn";
            case "GroupNorm", "LayerNorm", "InstanceNorm", "LocalResponseNorm" -> "norm";
            default -> stem(kind);
        };
    }
}
