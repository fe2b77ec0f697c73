package dev.convoke.cli;

/** Whether standard output is a terminal: only then there are colours and progress bars. */
record Terminal(boolean interactive) {
    /** The script at the root knows exactly; without it, Java's console is the best guess. */
    static Terminal detect() {
        String told = System.getProperty("convoke.stdout", "");
        if (told.isEmpty()) {
            return new Terminal(System.console() != null && !"dumb".equals(System.getenv("TERM")));
        }
        return new Terminal(told.equals("terminal"));
    }

    /** See https://no-color.org. */
    boolean colour() {
        return interactive && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** How many characters fit on a line; without end where that is unknown or nobody looks. */
    int columns() {
        return interactive ? Integer.getInteger("convoke.columns", Integer.MAX_VALUE) : Integer.MAX_VALUE;
    }
}
