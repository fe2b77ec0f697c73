package dev.convoke.compiler;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.List;
import java.util.Optional;

/**
 * A checked file.
 *
 * @param diagnostics all problems, sorted by place
 * @param ast what was understood of the text
 * @param networks those that were asked for, in the order of declaration; none if there is any error
 */
public record Checked(List<Diagnostic> diagnostics, Optional<SpecFile> ast, List<Network> networks) {
    public Checked {
        diagnostics = List.copyOf(diagnostics);
        networks = List.copyOf(networks);
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(each -> each.severity() == Severity.ERROR);
    }

    /** The one that was asked for. */
    public Optional<Network> network() {
        return networks.isEmpty() ? Optional.empty() : Optional.of(networks.get(networks.size() - 1));
    }
}
