package dev.convoke.cli;

/** A command line that asks for what there is not. Exit code 2. */
final class UsageProblem extends Exception {
    private static final long serialVersionUID = 1;

    UsageProblem(String message) {
        super(message);
    }

    static void requireAtLeast1(String option, int value) throws UsageProblem {
        if (value < 1) {
            throw new UsageProblem(option + " must be at least 1, not " + value);
        }
    }
}
