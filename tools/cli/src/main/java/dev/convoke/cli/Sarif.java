package dev.convoke.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.source.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    record Location(PhysicalLocation physicalLocation, Optional<Text> message) {}

    /** A place in a file, or the file as a whole. */
    record PhysicalLocation(Artifact artifactLocation, Optional<Region> region) {}

    /** A file. */
    record Artifact(String uri) {}

    /** From one place to another. */
    record Region(int startLine, int startColumn, int endLine, int endColumn) {}

    static Sarif of(Findings found) {
        List<Rule> rules = Stream.concat(
                        found.diagnostics().stream()
                                .map(Diagnostic::code)
                                .map(code -> new Rule(code.code(), code.slug(), new Text(code.meaning()))),
                        found.files().stream()
                                .map(each -> each.problem().code())
                                .map(code -> new Rule(code.code(), code.slug(), new Text(code.meaning()))))
                .distinct()
                .sorted(Comparator.comparing(Rule::id))
                .toList();
        var driver = new Driver("convoke", "0.1.0", rules);
        List<Result> results = Stream.concat(
                        found.diagnostics().stream().map(Sarif::result),
                        found.files().stream().map(Sarif::result))
                .toList();
        var run = new Run(new Tool(driver), results, "utf16CodeUnits");
        return new Sarif("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", List.of(run));
    }

    private static Result result(Findings.FileProblem each) {
        var place = new PhysicalLocation(artifact(each.name()), Optional.empty());
        return new Result(
                each.problem().code().code(),
                "error",
                new Text(each.problem().message()),
                List.of(new Location(place, Optional.empty())),
                List.of());
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
        return new Location(
                new PhysicalLocation(artifact(span.file().name()), Optional.of(region)), Optional.of(new Text(text)));
    }

    private static Artifact artifact(String file) {
        return new Artifact(file.replace('\\', '/').replace(" ", "%20"));
    }
}
