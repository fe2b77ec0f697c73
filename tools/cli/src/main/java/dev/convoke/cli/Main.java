package dev.convoke.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Runs one command and ends with its exit code: 0 done and clean, 1 problems found in the input, 2 wrong use or a fault of the tool. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = run(arguments, out, err, Terminal.detect());
        out.flush();
        err.flush();
        System.exit(status);
    }

    /** The tool without the process around it. */
    static int run(String[] arguments, PrintWriter out, PrintWriter err, Terminal terminal) {
        CommandLine.tracer()
                .setLevel(CommandLine.TraceLevel.OFF); // what it warns of is reported in the tool's own words
        var failures = new Failures(terminal);
        var line = new CommandLine(new Convoke(terminal))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(new WrongUse(terminal));
        // In the order in which they are declared: what matters most comes first.
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().usageMessage().sortOptions(false));
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError e) {
            return failures.outOfMemory(line, arguments);
        }
    }
}
