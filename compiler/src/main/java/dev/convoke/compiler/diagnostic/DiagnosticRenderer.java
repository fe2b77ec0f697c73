package dev.convoke.compiler.diagnostic;

import java.util.List;

/** Makes one document of a run's problems: for a person, an editor or a build server. */
@FunctionalInterface
public interface DiagnosticRenderer {
    String render(List<Diagnostic> diagnostics);
}
