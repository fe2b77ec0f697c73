package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import java.util.List;

/**
 * A parsed file.
 *
 * @param declarations those that were understood, in the order of the text
 * @param damaged those in which a part was not understood: known by name only, so that uses of them are no further problem
 * @param comments all comments that are no documentation, for suppressions and formatting
 */
public record SpecFile(
        SourceFile source,
        List<Import> imports,
        List<Declaration> declarations,
        List<Damaged> damaged,
        List<Comment> comments) {

    public SpecFile {
        imports = List.copyOf(imports);
        declarations = List.copyOf(declarations);
        damaged = List.copyOf(damaged);
        comments = List.copyOf(comments);
    }

    /** {@code import "blocks.cnn"}. */
    public record Import(String path, Span pathSpan, Span span) {}

    /** A declaration with a syntax error in it, {@code kind} being its first word. */
    public record Damaged(String kind, Identifier name, Span span) {}

    /** A comment with its slashes. */
    public record Comment(String text, Span span) {}
}
