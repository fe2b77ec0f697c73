package dev.convoke.compiler.loop;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks what every kernel must satisfy, between any two passes. What it finds is a fault of the pass before, never of the user.
 *
 * <ul>
 *   <li>Variables are bound where they are used, with the range they were bound with; no scope hides a name of an outer one.
 *   <li>Loops and lets stay within the ranges of their variables, as simplifications rest on them.
 *   <li>Registers are defined once, before they are used; vectors are not put into scalars.
 *   <li>Parallel loops are outermost.
 *   <li>There are no reductions, and in {@link Form#FLAT} no accesses by logical indices.
 *   <li>No access is out of bounds for certain.
 * </ul>
 */
public final class Verifier {
    /** How far a kernel has come. */
    public enum Form {
        /** Tensors are accessed by logical indices. */
        LOGICAL,
        /** Tensors are accessed by logical indices, and layouts give them a halo and whole blocks: beyond their extents, too. */
        PADDED,
        /** After {@code layout}: there are buffers only. */
        FLAT
    }

    /**
     * Something wrong with a kernel.
     *
     * @param where the first line of the statement
     * @param what a sentence
     */
    public record Problem(String where, String what) {
        @Override
        public String toString() {
            return what + ", in: " + where;
        }
    }

    private Verifier() {}

    /** Everything that is wrong, in the order of the kernel's text. */
    public static List<Problem> problems(Kernel kernel, Form form) {
        VerifierScope scope = new VerifierScope(kernel, form);
        kernel.body().match(new StatementVerifier(scope));
        return scope.problems();
    }

    /**
     * Refuses a kernel that is wrong.
     *
     * @param pass what made the kernel, for the message
     * @throws IllegalStateException naming the pass, with all problems and the kernel's text
     */
    public static void require(Kernel kernel, Form form, String pass) {
        List<Problem> problems = problems(kernel, form);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems.stream()
                    .map(problem -> "\n  " + problem)
                    .collect(Collectors.joining(
                            "", "the pass '" + pass + "' made a wrong kernel:", "\n" + Printer.print(kernel))));
        }
    }
}
