package dev.convoke.compiler.format;

import dev.convoke.compiler.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What formatting gives.
 *
 * @param text in canonical layout; empty if the file has problems of syntax
 * @param diagnostics these problems, sorted by place
 */
public record Formatted(Optional<String> text, List<Diagnostic> diagnostics) {
    public Formatted {
        diagnostics = List.copyOf(diagnostics);
    }
}
