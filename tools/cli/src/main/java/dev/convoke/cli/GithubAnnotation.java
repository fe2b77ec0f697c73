package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.source.Span;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Problems as GitHub's workflow commands that mark lines in a review. */
final class GithubAnnotation {
    private GithubAnnotation() {}

    static List<String> of(Findings found) {
        return Stream.concat(
                        found.diagnostics().stream().map(GithubAnnotation::of),
                        found.files().stream().map(GithubAnnotation::of))
                .toList();
    }

    private static String of(Findings.FileProblem each) {
        return "::error file=%s,title=%s::%s"
                .formatted(
                        property(FileUris.here().name(each.name())),
                        property(each.problem().code().code()),
                        data(each.problem().message()));
    }

    private static String of(Diagnostic problem) {
        return "::%s file=%s,%s,title=%s::%s"
                .formatted(
                        problem.severity().word(),
                        property(FileUris.here().name(problem.place().file().name())),
                        place(problem.place()),
                        property(problem.code().code()),
                        data(problem.message() + notes(problem)));
    }

    /** Columns are taken within one line only. */
    private static String place(Span place) {
        return place.line() == place.endLine()
                ? "line=%d,col=%d,endLine=%d,endColumn=%d"
                        .formatted(place.line(), place.column(), place.endLine(), place.endColumn())
                : "line=%d,endLine=%d".formatted(place.line(), place.endLine());
    }

    private static String notes(Diagnostic problem) {
        return problem.notes().isEmpty() ? "" : "\n" + String.join("\n", problem.notes());
    }

    /** The workflow commands' escapes of data; see actions/toolkit, packages/core/src/command.ts. */
    private static String data(String text) {
        return text.lines()
                .map(ProblemText::harmless)
                .map(line -> line.replace("%", "%25"))
                .collect(Collectors.joining("%0A"));
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
