package dev.convoke.compiler.diagnostic;

/** How a kind of text is coloured on a terminal. */
enum Style {
    ERROR("1;31"),
    WARNING("1;33"),
    MESSAGE("1"),
    FRAME("1;34"),
    OTHER("1;34"),
    HELP("1;36");

    private final String codes;

    Style(String codes) {
        this.codes = codes;
    }

    static Style of(Severity severity) {
        return switch (severity) {
            case ERROR -> ERROR;
            case WARNING -> WARNING;
        };
    }

    String paint(String text) {
        return text.isEmpty() ? text : "\u001B[" + codes + "m" + text + "\u001B[0m";
    }
}
