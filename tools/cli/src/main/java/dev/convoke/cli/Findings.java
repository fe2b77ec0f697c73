package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.source.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is wrong with some specs.
 *
 * @param sources those that could be read
 * @param diagnostics problems in them
 * @param files those that could not be read or written at all
 */
record Findings(List<SourceFile> sources, List<Diagnostic> diagnostics, List<Findings.FileProblem> files) {
    Findings {
        sources = List.copyOf(sources);
        diagnostics = List.copyOf(diagnostics);
        files = List.copyOf(files);
    }

    /** A file that is a problem as a whole. */
    record FileProblem(Path file, DataProblem problem) {
        /** Its name as URIs and annotations have it. */
        String name() {
            return file.toString();
        }
    }

    Findings with(List<FileProblem> more) {
        return new Findings(
                sources,
                diagnostics,
                Stream.concat(files.stream(), more.stream()).toList());
    }

    long count() {
        return (long) diagnostics.size() + files.size();
    }

    long errors() {
        return files.size()
                + diagnostics.stream()
                        .filter(each -> each.severity() == Severity.ERROR)
                        .count();
    }

    String text(Style style) {
        List<String> texts = new ArrayList<>();
        if (!diagnostics.isEmpty()) {
            texts.add(ProblemText.of(diagnostics, style.on()));
        }
        files.forEach(each -> texts.add(ProblemText.of(each.problem(), style)));
        return String.join("\n", texts);
    }

    /** All of them as JSON; a file that could not be read has no place but its name. */
    ProblemDocument document() {
        List<Map<String, Object>> all =
                new ArrayList<>(ProblemDocument.of(diagnostics).diagnostics());
        for (FileProblem each : files) {
            Map<String, Object> data = new LinkedHashMap<>(
                    ProblemDocument.of(each.problem()).diagnostics().get(0));
            data.put("file", each.name());
            all.add(data);
        }
        return new ProblemDocument(all);
    }
}
