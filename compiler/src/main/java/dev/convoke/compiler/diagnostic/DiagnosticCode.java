package dev.convoke.compiler.diagnostic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every problem that the compiler can report. The code's first letter is its severity, E for errors and W for warnings; the slug
 * is the constant's name. Each has a page, the resource {@code CODE.md} beside this class: what it means, a bad and a good
 * example.
 *
 * <p>Numbers: E10x to E13x syntax, E14x to E19x names and values, E2xx shapes, E3xx limits, E4xx weights and data, W3xx geometry, W4xx
 * training, W5xx style.
 */
public enum DiagnosticCode {
    SYNTAX("E100", "something else was expected here");

    private final String code;
    private final String meaning;

    DiagnosticCode(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** {@code E101}. */
    public String code() {
        return code;
    }

    /** The name that people may use instead of the code, {@code unclosed-string}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Severity severity() {
        return code.charAt(0) == 'E' ? Severity.ERROR : Severity.WARNING;
    }

    /** What is wrong, in one line. */
    public String meaning() {
        return meaning;
    }

    /** The explanation, in Markdown, with a bad and a good example. */
    public String page() {
        String resource = code + ".md";
        try (InputStream in = DiagnosticCode.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no page " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /** The code of this number or slug. */
    public static Optional<DiagnosticCode> find(String codeOrSlug) {
        return Arrays.stream(values())
                .filter(each -> each.code.equalsIgnoreCase(codeOrSlug) || each.slug().equals(codeOrSlug))
                .findFirst();
    }
}
