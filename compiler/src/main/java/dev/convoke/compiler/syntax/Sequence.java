package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import java.util.List;

/**
 * The stages between the braces of a {@code seq}, an {@code if} or a {@code for}, with the names and contracts that
 * stand before them.
 *
 * @param span braces included
 */
public record Sequence(List<Statement.Local> locals, List<Stage> stages, Span span) {
    public Sequence {
        locals = List.copyOf(locals);
        stages = List.copyOf(stages);
    }
}
