package dev.convoke.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Another way to ask for {@code --help}. */
@Command(
        name = "help",
        customSynopsis = "convoke help [COMMAND]",
        description = "Lists the commands, or the options of one: as --help does.")
final class HelpCommand implements Callable<Integer> {
    @Mixin
    private Help help = new Help();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command whose options are to be listed.")
    private Optional<String> command = Optional.empty();

    @Override
    public Integer call() throws UsageProblem {
        CommandLine root = spec.root().commandLine();
        CommandLine shown = root;
        if (command.isPresent()) {
            shown = root.getSubcommands().get(command.get());
            if (shown == null) {
                throw new UsageProblem(WrongUse.unknownCommand(root, command.get()));
            }
        }
        shown.usage(spec.commandLine().getOut());
        return 0;
    }
}
