package dev.convoke.compiler;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.plan.TooLongException;
import java.util.Locale;

/** What is said of networks that are right and cannot be compiled. */
public final class PlanProblems {
    private PlanProblems() {}

    /** An array would be longer than there are. */
    public static Diagnostic of(TooLongException tooLong) {
        String net = "`" + tooLong.network().name() + "`";
        return Diagnostic.of(
                        DiagnosticCode.TOO_MUCH_MEMORY,
                        subject(tooLong.part(), net) + " at least " + grouped(tooLong.floats())
                                + " numbers, which do not fit into one array",
                        tooLong.network().span(),
                        "too large to be compiled")
                .note(place(tooLong.part()) + ", and an array of Java holds at most "
                        + grouped(TooLongException.LONGEST) + " numbers")
                .help(wayOut(tooLong.part()));
    }

    private static String subject(TooLongException.Part part, String net) {
        return switch (part) {
            case PREPARED_WEIGHTS -> "the weights of " + net + ", laid out for inference, are";
            case INFERENCE -> "inference of one sample by " + net + " needs";
            case TRAINING -> "training " + net + " with one sample needs";
        };
    }

    private static String place(TooLongException.Part part) {
        return switch (part) {
            case PREPARED_WEIGHTS -> "weights are copied to the order in which they are read, some in blocks of 16";
            case INFERENCE -> "all streams that are needed at the same time lie in one array";
            case TRAINING -> "streams and their gradients lie in one array; most streams are kept for the way back";
        };
    }

    private static String wayOut(TooLongException.Part part) {
        return switch (part) {
            case PREPARED_WEIGHTS ->
                "use fewer channels, or pool before a layer that connects everything with everything";
            case INFERENCE, TRAINING ->
                "use a smaller input or fewer channels, or let strides or pools make the streams" + " smaller earlier";
        };
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
