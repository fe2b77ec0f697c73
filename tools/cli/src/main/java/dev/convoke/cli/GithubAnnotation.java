package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.source.Span;

/** A problem as GitHub's workflow command that marks the line in a review. */
final class GithubAnnotation {
    private GithubAnnotation() {}

    static String of(Diagnostic problem) {
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
