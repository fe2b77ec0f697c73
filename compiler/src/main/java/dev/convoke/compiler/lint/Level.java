package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Severity;
import java.util.Optional;

/** What becomes of a lint's findings. */
public enum Level {
    OFF,
    WARNING,
    ERROR;

    /** The severity of the findings; empty if there are to be none. */
    Optional<Severity> severity() {
        return switch (this) {
            case OFF -> Optional.empty();
            case WARNING -> Optional.of(Severity.WARNING);
            case ERROR -> Optional.of(Severity.ERROR);
        };
    }
}
