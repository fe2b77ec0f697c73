package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Findings as SARIF 2.1.0, the form in which code hosts and IDEs take them: rules with their pages, places, related places, fixes.
 * A page stands in its rule; where pages are published too, the rule says where.
 * Regions count lines and columns from 1, columns in UTF-16 units, as the log says.
 */
public final class SarifLog {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /** What URIs are relative to; the name that code hosts take for the root of the repository. */
    private static final String BASE = "%SRCROOT%";

    private static final Pattern SEMANTIC = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

    /** A heading's signs, and the lines around code. */
    private static final Pattern MARKS = Pattern.compile("^(#+ |```.*\\R?)", Pattern.MULTILINE);

    private final String version;
    private final String root;
    private final UnaryOperator<String> uris;
    private final Optional<HelpPages> pages;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final List<Object> results = new ArrayList<>();

    /**
     * An empty log.
     *
     * @param version of the tool
     * @param root URI of the folder that relative URIs start from; ends in a slash
     * @param uris the URI of a file of that name: relative to the root, if it lies below
     * @param pages where the pages of rules are published, if they are
     */
    public SarifLog(String version, String root, UnaryOperator<String> uris, Optional<HelpPages> pages) {
        this.version = version;
        this.root = root;
        this.uris = uris;
        this.pages = pages;
    }

    /**
     * A code.
     *
     * @param page Markdown
     */
    public record Rule(String code, String slug, String meaning, Severity severity, String page) {
        static Rule of(DiagnosticCode code) {
            return new Rule(code.code(), code.slug(), code.meaning(), code.severity(), code.page());
        }

        private Map<String, Object> data(Optional<HelpPages> pages) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("id", code);
            data.put("name", slug);
            data.put("shortDescription", text(meaning));
            Map<String, Object> help = new LinkedHashMap<>();
            help.put("text", plain(page));
            help.put("markdown", page);
            data.put("help", help);
            pages.ifPresent(each -> data.put("helpUri", each.of(code)));
            data.put("defaultConfiguration", Map.of("level", severity.word()));
            return data;
        }

        /** For readers that show no Markdown: without the marks of headings and code. */
        private static String plain(String markdown) {
            return MARKS.matcher(markdown).replaceAll("").strip();
        }
    }

    public void add(Diagnostic finding) {
        Map<String, Object> result = result(Rule.of(finding.code()), finding.severity(), message(finding));
        result.put(
                "locations", List.of(location(finding.place(), finding.primary().text())));
        List<Object> related = new ArrayList<>();
        for (Label label : finding.secondary()) {
            Map<String, Object> data = location(label.span(), label.text());
            data.put("id", related.size() + 1);
            related.add(data);
        }
        if (!related.isEmpty()) {
            result.put("relatedLocations", related);
        }
        if (!finding.fixes().isEmpty()) {
            result.put("fixes", finding.fixes().stream().map(this::fix).toList());
        }
        results.add(result);
    }

    /** A problem of a file as a whole: it cannot be read, for instance. */
    public void add(Rule rule, String message, String file) {
        Map<String, Object> result = result(rule, rule.severity(), message);
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("physicalLocation", new LinkedHashMap<>(Map.of("artifactLocation", artifact(file))));
        result.put("locations", List.of(place));
        results.add(result);
    }

    /** The log as maps, lists, strings and numbers. */
    public Map<String, Object> data() {
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "convoke");
        driver.put("version", version);
        if (SEMANTIC.matcher(version).matches()) {
            driver.put("semanticVersion", version);
        }
        driver.put(
                "rules", rules.values().stream().map(each -> each.data(pages)).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("originalUriBaseIds", Map.of(BASE, Map.of("uri", root)));
        run.put("columnKind", "utf16CodeUnits");
        run.put("results", List.copyOf(results));
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return log;
    }

    /** The log as JSON. */
    public String json() {
        return Json.write(data()) + "\n";
    }

    private Map<String, Object> result(Rule rule, Severity severity, String message) {
        rules.putIfAbsent(rule.code(), rule);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", rule.code());
        result.put("ruleIndex", List.copyOf(rules.keySet()).indexOf(rule.code()));
        result.put("level", severity.word());
        result.put("message", text(message));
        return result;
    }

    private static String message(Diagnostic finding) {
        List<String> lines = new ArrayList<>(List.of(finding.message()));
        lines.addAll(finding.notes());
        finding.helps().forEach(each -> lines.add("help: " + each.text()));
        return String.join("\n", lines);
    }

    private Map<String, Object> fix(Fix fix) {
        List<Object> replacements = new ArrayList<>();
        for (Edit edit : fix.edits()) {
            Map<String, Object> replacement = new LinkedHashMap<>();
            replacement.put("deletedRegion", region(edit.span()));
            replacement.put("insertedContent", text(edit.replacement()));
            replacements.add(replacement);
        }
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("artifactLocation", artifact(fix.edits().get(0).span().file().name()));
        change.put("replacements", replacements);
        return new LinkedHashMap<>(Map.of("description", text(fix.title()), "artifactChanges", List.of(change)));
    }

    private Map<String, Object> location(Span span, String text) {
        Map<String, Object> physical = new LinkedHashMap<>();
        physical.put("artifactLocation", artifact(span.file().name()));
        physical.put("region", region(span));
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("physicalLocation", physical);
        if (!text.isEmpty()) {
            location.put("message", text(text));
        }
        return location;
    }

    private static Map<String, Object> region(Span span) {
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("startLine", span.line());
        region.put("startColumn", span.column());
        region.put("endLine", span.endLine());
        region.put("endColumn", span.endColumn());
        return region;
    }

    private Map<String, Object> artifact(String file) {
        String uri = uris.apply(file);
        Map<String, Object> artifact = new LinkedHashMap<>(Map.of("uri", uri));
        if (!uri.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            artifact.put("uriBaseId", BASE);
        }
        return artifact;
    }

    private static Map<String, Object> text(String text) {
        return Map.of("text", text);
    }
}
