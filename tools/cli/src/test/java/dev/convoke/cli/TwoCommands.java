package dev.convoke.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

/** Runs two commands in one process, which saves starting another. */
final class TwoCommands {
    static final String SEPARATOR = "AND";

    private TwoCommands() {}

    public static void main(String[] arguments) {
        List<String> all = Arrays.asList(arguments);
        int middle = all.indexOf(SEPARATOR);
        run(all.subList(0, middle));
        run(all.subList(middle + 1, all.size()));
    }

    private static void run(List<String> words) {
        var out = new PrintWriter(System.out, true);
        int status = Main.run(words.toArray(String[]::new), out, out, new Terminal(false));
        if (status != 0) {
            System.exit(status);
        }
    }
}
