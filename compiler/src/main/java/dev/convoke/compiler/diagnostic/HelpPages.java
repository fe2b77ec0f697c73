package dev.convoke.compiler.diagnostic;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where somebody publishes the pages of codes: an absolute URI in which {@code {code}} stands for the code, such as
 * {@code https://example.org/convoke/{code}.md}. The compiler itself knows of no such place.
 */
public final class HelpPages {
    private static final String SLOT = "{code}";

    private final String pattern;

    private HelpPages(String pattern) {
        this.pattern = pattern;
    }

    /** Pages at such URIs; empty if the pattern has no {@code {code}} or makes no absolute URI. */
    public static Optional<HelpPages> at(String pattern) {
        var pages = new HelpPages(pattern);
        try {
            return pattern.contains(SLOT) && new URI(pages.of("E100")).isAbsolute()
                    ? Optional.of(pages)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The page of a code. */
    String of(String code) {
        return pattern.replace(SLOT, code);
    }
}
