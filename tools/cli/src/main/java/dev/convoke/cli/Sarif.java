package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.HelpPages;
import dev.convoke.compiler.diagnostic.SarifLog;
import dev.convoke.compiler.diagnostic.Severity;
import java.util.Map;
import java.util.Optional;

/** What is wrong with some specs, as SARIF. */
final class Sarif {
    private Sarif() {}

    static Map<String, Object> of(Findings found, Optional<HelpPages> pages) {
        FileUris uris = FileUris.here();
        var log = new SarifLog(Version.text(), uris.root(), uris::of, pages);
        found.diagnostics().forEach(log::add);
        for (Findings.FileProblem each : found.files()) {
            DataCode code = each.problem().code();
            log.add(
                    new SarifLog.Rule(code.code(), code.slug(), code.meaning(), Severity.ERROR, code.page()),
                    each.problem().message(),
                    each.name());
        }
        return log.data();
    }
}
