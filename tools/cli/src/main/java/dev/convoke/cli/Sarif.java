package dev.convoke.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.source.Span;
import java.util.List;

/** Problems as SARIF 2.1.0, the form in which code hosts and IDEs take findings. */
record Sarif(@JsonProperty("$schema") String schema, String version, List<Sarif.Run> runs) {

    /** One run of the tool. */
    record Run(Tool tool, List<Result> results, String columnKind) {}

    /** The tool. */
    record Tool(Driver driver) {}

    /** Its name and rules. */
    record Driver(String name, String semanticVersion, List<Rule> rules) {}

    /** A code. */
    record Rule(String id, String name, Text shortDescription) {}

    /** Words. */
    record Text(String text) {}

    /** A problem. */
    record Result(
            String ruleId, String level, Text message, List<Location> locations, List<Location> relatedLocations) {}

    /** A place, with words where it is not the main one. */
    record Location(PhysicalLocation physicalLocation, Text message) {}

    /** A place in a file. */
    record PhysicalLocation(Artifact artifactLocation, Region region) {}

    /** A file. */
    record Artifact(String uri) {}

    /** From one place to another. */
    record Region(int startLine, int startColumn, int endLine, int endColumn) {}

    static Sarif of(List<Diagnostic> problems) {
        List<Rule> rules = problems.stream()
                .map(Diagnostic::code)
                .distinct()
                .sorted(java.util.Comparator.comparing(DiagnosticCode::code))
                .map(code -> new Rule(code.code(), code.slug(), new Text(code.meaning())))
                .toList();
        var driver = new Driver("convoke", "0.1.0", rules);
        var run = new Run(new Tool(driver), problems.stream().map(Sarif::result).toList(), "utf16CodeUnits");
        return new Sarif("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", List.of(run));
    }

    private static Result result(Diagnostic problem) {
        String text = problem.notes().isEmpty()
                ? problem.message()
                : problem.message() + "\n" + String.join("\n", problem.notes());
        return new Result(
                problem.code().code(),
                problem.severity() == Severity.ERROR ? "error" : "warning",
                new Text(text),
                List.of(location(problem.place(), problem.primary().text())),
                problem.secondary().stream()
                        .map(label -> location(label.span(), label.text()))
                        .toList());
    }

    private static Location location(Span span, String text) {
        var region = new Region(span.line(), span.column(), span.endLine(), span.endColumn());
        String uri = span.file().name().replace('\\', '/').replace(" ", "%20");
        return new Location(new PhysicalLocation(new Artifact(uri), region), new Text(text));
    }
}
