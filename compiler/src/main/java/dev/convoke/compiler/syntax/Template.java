package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * Text with holes: a string {@code "stride {stride}"} or a label {@code denselayer{i}}. Escapes are resolved, texts are
 * not empty, and no two stand side by side.
 *
 * @param span quotes included, a label's colon not
 */
public record Template(List<Part> parts, Span span) {
    public Template {
        parts = List.copyOf(parts);
    }

    /** The text, if there is no hole in it. */
    public Optional<String> constant() {
        if (parts.isEmpty()) {
            return Optional.of("");
        }
        return parts.size() == 1 && parts.get(0) instanceof Text text ? Optional.of(text.text()) : Optional.empty();
    }

    /** A piece of a template. */
    public sealed interface Part {
        Span span();

        <R> R match(Cases<R> cases);
    }

    /** One function a kind. */
    public interface Cases<R> {
        R text(Text text);

        R hole(Hole hole);
    }

    /** Text as it is to appear. */
    public record Text(String text, Span span) implements Part {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.text(this);
        }
    }

    /** {@code {i + 1}}, the span with its braces. */
    public record Hole(Expression value, Span span) implements Part {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hole(this);
        }
    }
}
