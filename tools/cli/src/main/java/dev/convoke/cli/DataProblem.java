package dev.convoke.cli;

import dev.convoke.runtime.problem.ConvokeException;
import java.util.List;

/** A problem of weights, data or the machine: not of the spec, so it has no place there. Exit code 1. */
final class DataProblem extends Exception {
    private static final long serialVersionUID = 1;

    private final DataCode code;
    private final String detail;
    private final String help;

    /**
     * @param detail what was expected and what was found; the first line is the message, others are notes
     * @param help the way out; may be empty
     */
    DataProblem(DataCode code, String detail, String help) {
        super(detail);
        this.code = code;
        this.detail = detail;
        this.help = help;
    }

    /** What the runtime says, with a code. */
    static DataProblem of(ConvokeException failure) {
        return new DataProblem(DataCode.of(failure.kind()), failure.detail(), failure.hint());
    }

    DataCode code() {
        return code;
    }

    /** One line. */
    String message() {
        return detail.lines().findFirst().orElse("");
    }

    /** What else there is to say, line by line. */
    List<String> notes() {
        return detail.lines().skip(1).map(String::strip).toList();
    }

    String help() {
        return help;
    }
}
