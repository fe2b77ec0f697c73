package dev.convoke.cli;

/** Where {@code --help} lists the options that several commands have: after a command's own. */
final class OptionOrder {
    static final int TRAINING = 1;
    static final int NET = 2;
    static final int RUN = 3;
    static final int GENERAL = 4;

    private OptionOrder() {}
}
