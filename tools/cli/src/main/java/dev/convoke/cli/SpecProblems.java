package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.Diagnostic;
import java.util.List;

/** A spec that a command cannot work with. Exit code 1. */
final class SpecProblems extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Diagnostic> diagnostics;

    SpecProblems(List<Diagnostic> diagnostics) {
        super(diagnostics.size() + " problems");
        this.diagnostics = List.copyOf(diagnostics);
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
