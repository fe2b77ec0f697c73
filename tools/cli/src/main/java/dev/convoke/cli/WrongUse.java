package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that cannot be understood: says why in one line, and in another where the options are listed. Exit code 2. */
final class WrongUse implements IParameterExceptionHandler {
    static final int STATUS = 2;

    private final Terminal terminal;

    WrongUse(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] words) {
        return print(failure.getCommandLine(), message(failure, words));
    }

    int print(CommandLine command, String message) {
        String name = command.getCommandSpec().qualifiedName();
        var style = new Style(terminal.colour());
        command.getErr().println(style.red(name + ":") + " " + ProblemText.harmless(message));
        command.getErr().println("see `" + name + " --help`");
        return STATUS;
    }

    /** Why a word is no command. */
    static String unknownCommand(CommandLine root, String name) {
        if (LaterCommands.contains(name)) {
            return "`" + name + "` is not yet in this version";
        }
        return "there is no command '" + name + "'"
                + nearest(root.getSubcommands().keySet(), name);
    }

    private static String message(ParameterException failure, String[] words) {
        CommandLine command = failure.getCommandLine();
        List<String> unmatched = unmatched(failure);
        if (!unmatched.isEmpty()) {
            return unmatched(command, unmatched.get(0));
        }
        if (failure instanceof MissingParameterException missing) {
            return missing(missing.getMissing(), words);
        }
        if (failure instanceof OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + " is given twice";
        }
        return Optional.ofNullable(failure.getArgSpec())
                .flatMap(argument -> Optional.ofNullable(failure.getValue()).map(value -> wrong(argument, value)))
                .orElseGet(() -> String.valueOf(failure.getMessage()));
    }

    /** What nothing was made of; looked at first, since a misspelt option lets another be missing. */
    private static List<String> unmatched(ParameterException failure) {
        return failure instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched()
                : failure.getCommandLine().getUnmatchedArguments();
    }

    private static String unmatched(CommandLine command, String word) {
        if (word.startsWith("-")) {
            String option = word.replaceFirst("=.*", "");
            List<String> names = command.getCommandSpec().options().stream()
                    .map(OptionSpec::longestName)
                    .toList();
            return "there is no option " + option + nearest(names, option);
        }
        return command.getParent() == null ? unknownCommand(command, word) : "'" + word + "' is one argument too many";
    }

    private static String nearest(java.util.Collection<String> names, String word) {
        return NearestName.among(names, word)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    private static String missing(List<ArgSpec> missing, String[] words) {
        if (missing.size() == 1 && Arrays.asList(words).contains(name(missing.get(0)))) {
            return name(missing.get(0)) + " needs a value: " + shown(missing.get(0));
        }
        return "missing: " + missing.stream().map(WrongUse::shown).collect(Collectors.joining(", "));
    }

    private static String wrong(ArgSpec argument, String value) {
        return name(argument) + " is " + kind(argument) + ", not '" + value + "'";
    }

    private static String kind(ArgSpec argument) {
        Class<?> type = argument.auxiliaryTypes()[0];
        if (type == int.class || type == long.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        return argument.paramLabel().replaceFirst("\\|([^|]*)$", " or $1").replace("|", ", ");
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String shown(ArgSpec argument) {
        return argument.isOption() ? name(argument) + " " + argument.paramLabel() : argument.paramLabel();
    }
}
