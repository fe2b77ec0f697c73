package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.source.Span;
import java.util.List;
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
                        property(each.name()),
                        property(each.problem().code().code()),
                        data(each.problem().message()));
    }

    private static String of(Diagnostic problem) {
        Span place = problem.place();
        return "::%s file=%s,line=%d,col=%d,endLine=%d,endColumn=%d,title=%s::%s"
                .formatted(
                        problem.severity() == Severity.ERROR ? "error" : "warning",
                        property(place.file().name()),
                        place.line(),
                        place.column(),
                        place.endLine(),
                        place.endColumn(),
                        property(problem.code().code()),
                        data(problem.message() + notes(problem)));
    }

    private static String notes(Diagnostic problem) {
        return problem.notes().isEmpty() ? "" : "\n" + String.join("\n", problem.notes());
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
