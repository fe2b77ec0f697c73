package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Diagnostic;
import java.util.List;

/** What parsing gives: always a tree, as far as the text was understood, and the problems sorted by place. */
public record ParseResult(SpecFile file, List<Diagnostic> diagnostics) {
    public ParseResult {
        diagnostics = List.copyOf(diagnostics);
    }
}
