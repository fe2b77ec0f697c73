package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One problem of a spec, as data: renderers make text or JSON of it. Made by {@link #of} and extended by the methods that
 * return a copy:
 *
 * <pre>{@code
 * Diagnostic.of(DiagnosticCode.SHAPES_DIFFER, "shapes differ in `y + skip`", skip, "[64, 56, 56], the block's input")
 *         .also(y, "[128, 28, 28], from conv2")
 *         .at(sum)
 *         .note("the main path halved the size; the skip did not")
 *         .help("project the skip");
 * }</pre>
 *
 * @param message one line; code in it stands between backticks
 * @param place where the problem is reported; by default the primary label's span
 * @param primary the place that is wrong
 * @param secondary other places that explain it, in this or other files
 * @param notes facts, each on a line of its own behind {@code =}
 * @param helps ways out in words
 * @param fixes ways out that a tool can apply, unasked if they are sure; a renderer shows them like helps
 */
public record Diagnostic(
        DiagnosticCode code,
        Severity severity,
        String message,
        Span place,
        Label primary,
        List<Label> secondary,
        List<String> notes,
        List<Help> helps,
        List<Fix> fixes) {

    /** Of a message, a note, a label or advice, in characters. */
    private static final int LONGEST = 1000;

    private static final Pattern LINE_END = Pattern.compile("\\R");

    public Diagnostic {
        Objects.requireNonNull(code);
        Objects.requireNonNull(severity);
        message = oneLine(message);
        Objects.requireNonNull(place);
        Objects.requireNonNull(primary);
        secondary = List.copyOf(secondary);
        notes = notes.stream().map(Diagnostic::oneLine).toList();
        helps = List.copyOf(helps);
        fixes = List.copyOf(fixes);
        if (message.isBlank()) {
            throw new IllegalArgumentException(code + " without a message");
        }
    }

    /** A problem of its code's severity at a place. */
    public static Diagnostic of(DiagnosticCode code, String message, Span primary, String label) {
        return new Diagnostic(
                code,
                code.severity(),
                message,
                primary,
                new Label(primary, label),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** A problem whose place needs no words of its own. */
    public static Diagnostic of(DiagnosticCode code, String message, Span primary) {
        return of(code, message, primary, "");
    }

    /** Reported at another place than the primary label's, usually the whole expression around it. */
    public Diagnostic at(Span newPlace) {
        return new Diagnostic(code, severity, message, newPlace, primary, secondary, notes, helps, fixes);
    }

    public Diagnostic withSeverity(Severity newSeverity) {
        return new Diagnostic(code, newSeverity, message, place, primary, secondary, notes, helps, fixes);
    }

    /** Without its helps and fixes, where there is a better way out. */
    public Diagnostic withoutAdvice() {
        return new Diagnostic(code, severity, message, place, primary, secondary, notes, List.of(), List.of());
    }

    /** With a secondary label. */
    public Diagnostic also(Span span, String text) {
        return new Diagnostic(
                code, severity, message, place, primary, append(secondary, new Label(span, text)), notes, helps, fixes);
    }

    public Diagnostic note(String note) {
        return new Diagnostic(code, severity, message, place, primary, secondary, append(notes, note), helps, fixes);
    }

    /** With advice in words. */
    public Diagnostic help(String text) {
        return help(new Help(text, Optional.empty()));
    }

    /** With advice and the lines of code it means, numbered from {@code firstLine}. */
    public Diagnostic help(String text, int firstLine, String... lines) {
        return help(new Help(text, Optional.of(new Help.Code(firstLine, List.of(lines)))));
    }

    /** With a fix. */
    public Diagnostic fix(Fix fix) {
        return new Diagnostic(code, severity, message, place, primary, secondary, notes, helps, append(fixes, fix));
    }

    /** With a sure fix of one edit. */
    public Diagnostic fix(String title, Span span, String replacement) {
        return fix(Fix.of(title, new Edit(span, replacement)));
    }

    /** With a fix of one edit that people decide on. */
    public Diagnostic propose(String title, Edit edit) {
        return fix(Fix.proposal(title, edit));
    }

    private Diagnostic help(Help help) {
        return new Diagnostic(code, severity, message, place, primary, secondary, notes, append(helps, help), fixes);
    }

    private static <T> List<T> append(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    /** Line ends would break every renderer's layout, and nobody reads a page; text that was taken from a spec may be either. */
    static String oneLine(String text) {
        String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
        return hasLineEnd(shown) ? LINE_END.matcher(shown).replaceAll(" ") : shown;
    }

    /** Whether there may be a line end: all of them are control characters or separators, which hardly any message has. */
    private static boolean hasLineEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
                return true;
            }
        }
        return false;
    }
}
