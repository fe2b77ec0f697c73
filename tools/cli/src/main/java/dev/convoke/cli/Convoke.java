package dev.convoke.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a command: it names the others. */
@Command(
        name = "convoke",
        customSynopsis = "convoke COMMAND [OPTION...]",
        description = "Compiles specs of convolutional networks to fast Java, checks, runs and trains them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            LintCommand.class,
            FormatCommand.class,
            DiffCommand.class,
            SummaryCommand.class,
            GenerateCommand.class,
            PredictCommand.class,
            TrainCommand.class,
            GradientsCommand.class,
            BenchCommand.class,
            ExplainCommand.class,
            HelpCommand.class
        },
        footer = {"", "`convoke COMMAND --help` lists the options of a command."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done and clean", "1:problems found in the input", "2:wrong use or a fault of the tool"})
final class Convoke implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Convoke(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return WrongUse.STATUS;
    }
}
