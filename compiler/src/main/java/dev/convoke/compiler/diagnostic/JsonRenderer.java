package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders problems for programs. Lines and columns count from 1, a column counts UTF-16 units, an end lies behind the last
 * character. {@link #data} gives the same as plain maps, lists, strings and numbers, for tools that have a writer of their own.
 */
public final class JsonRenderer implements DiagnosticRenderer {
    /** One object with the list {@code diagnostics}. */
    @Override
    public String render(List<Diagnostic> diagnostics) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("diagnostics", diagnostics.stream().map(JsonRenderer::data).toList());
        return Json.write(document) + "\n";
    }

    /** One problem. */
    public static Map<String, Object> data(Diagnostic problem) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("code", problem.code().code());
        data.put("slug", problem.code().slug());
        data.put("severity", problem.severity().word());
        data.put("message", problem.message());
        putPlace(data, problem.place());
        List<Object> labels = new java.util.ArrayList<>();
        labels.add(label(problem.primary(), true));
        problem.secondary().forEach(each -> labels.add(label(each, false)));
        data.put("labels", labels);
        data.put("notes", problem.notes());
        data.put("help", problem.helps().stream().map(JsonRenderer::help).toList());
        data.put("fixes", problem.fixes().stream().map(JsonRenderer::fix).toList());
        return data;
    }

    private static Map<String, Object> label(Label label, boolean primary) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("primary", primary);
        data.put("text", label.text());
        putPlace(data, label.span());
        return data;
    }

    private static Map<String, Object> help(Help help) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text", help.text());
        help.code().ifPresent(code -> {
            data.put("line", code.firstLine());
            data.put("code", code.lines());
        });
        return data;
    }

    private static Map<String, Object> fix(Fix fix) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("title", fix.title());
        data.put("sure", fix.sure());
        data.put("edits", fix.edits().stream().map(JsonRenderer::edit).toList());
        return data;
    }

    private static Map<String, Object> edit(Edit edit) {
        Map<String, Object> data = new LinkedHashMap<>();
        putPlace(data, edit.span());
        data.put("replacement", edit.replacement());
        return data;
    }

    private static void putPlace(Map<String, Object> data, Span span) {
        data.put("file", span.file().name());
        data.put("line", span.line());
        data.put("column", span.column());
        data.put("endLine", span.endLine());
        data.put("endColumn", span.endColumn());
    }
}
