package dev.convoke.cli;

import dev.convoke.compiler.PlanProblems;
import dev.convoke.compiler.plan.TooLongException;
import dev.convoke.runtime.problem.ConvokeException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns whatever ends a command into words and an exit code. A stack trace is printed only if CONVOKE_DEBUG is set. */
final class Failures implements IExecutionExceptionHandler {
    private static final int FOUND = 1;
    private static final int FAULT = 2;

    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult line) {
        boolean json = command.getParseResult().hasMatchedOption("--json");
        trace(failure, command);
        if (failure instanceof SpecProblems problems) {
            return specProblems(problems, command, json);
        }
        if (failure instanceof TooLongException tooLong) {
            return specProblems(new SpecProblems(List.of(PlanProblems.of(tooLong))), command, json);
        }
        if (failure instanceof DataProblem problem) {
            return dataProblem(problem, command, json);
        }
        if (failure instanceof ConvokeException problem) {
            return dataProblem(DataProblem.of(problem), command, json);
        }
        if (failure instanceof UsageProblem) {
            return new WrongUse(terminal).print(command, String.valueOf(failure.getMessage()));
        }
        return fault(failure, command);
    }

    /** The heap was too small: a matter of the machine and of sizes, not a fault. */
    int outOfMemory(CommandLine root, String[] arguments) {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        var problem = new DataProblem(
                DataCode.OUT_OF_MEMORY,
                "the Java heap of " + megabytes + " MB is too small for this",
                "use a smaller --batch, or give Java more: CONVOKE_JAVA_OPTIONS=-Xmx" + 2 * megabytes + "m");
        return dataProblem(problem, root, Arrays.asList(arguments).contains("--json"));
    }

    private int specProblems(SpecProblems problems, CommandLine command, boolean json) {
        if (json) {
            Output.print(command.getOut(), ProblemDocument.of(problems.diagnostics()));
        } else {
            command.getErr().print(ProblemText.of(problems.diagnostics(), terminal.colour()));
            command.getErr().flush();
        }
        return FOUND;
    }

    private int dataProblem(DataProblem problem, CommandLine command, boolean json) {
        if (json) {
            Output.print(command.getOut(), ProblemDocument.of(problem));
        } else {
            command.getErr().print(ProblemText.of(problem, new Style(terminal.colour())));
            command.getErr().flush();
        }
        return FOUND;
    }

    private static int fault(Exception failure, CommandLine command) {
        String place = Arrays.stream(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.convoke"))
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
        command.getErr()
                .println("convoke: this is a fault of the tool, please report it: "
                        + failure.getClass().getSimpleName()
                        + Optional.ofNullable(failure.getMessage())
                                .map(it -> ": " + it)
                                .orElse("")
                        + place + " (" + Version.text() + ", Java " + Runtime.version() + ")");
        return FAULT;
    }

    private static void trace(Exception failure, CommandLine command) {
        if (System.getenv("CONVOKE_DEBUG") != null) {
            failure.printStackTrace(command.getErr());
        }
    }
}
