package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.JsonRenderer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Problems as JSON, see docs/cli.md. */
record ProblemDocument(List<Map<String, Object>> diagnostics) {

    static ProblemDocument of(List<Diagnostic> diagnostics) {
        return new ProblemDocument(diagnostics.stream().map(JsonRenderer::data).toList());
    }

    /** A problem of weights or data: as one of a spec, but without a place. */
    static ProblemDocument of(DataProblem problem) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("code", problem.code().code());
        data.put("slug", problem.code().slug());
        data.put("severity", "error");
        data.put("message", problem.message());
        data.put("labels", List.of());
        data.put("notes", problem.notes());
        data.put("help", problem.help().isEmpty() ? List.of() : List.of(Map.of("text", problem.help())));
        data.put("fixes", List.of());
        return new ProblemDocument(List.of(data));
    }
}
