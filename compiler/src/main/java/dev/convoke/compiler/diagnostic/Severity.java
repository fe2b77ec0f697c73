package dev.convoke.compiler.diagnostic;

import java.util.Locale;

/** How bad a problem is: an error stops the compiler, a warning does not. */
public enum Severity {
    ERROR,
    WARNING;

    /** The word in messages and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
