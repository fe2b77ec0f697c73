package dev.convoke.compiler.loop;

import java.util.stream.Collectors;

/**
 * Definitions and kernels as text for people: in explanations of plans, in messages and in tests. The same value always gives the
 * same text.
 */
public final class Printer {
    private Printer() {}

    /** {@code y[n, k] = bias[k] + sum(c < 84) x[n, c] * w[k, c]}. */
    public static String print(Definition definition) {
        String output = ExpressionText.access(
                definition.output().name(),
                definition.axes().stream().map(Axis::index).toList());
        String lanes = definition.lanes().isPresent()
                ? "  // lanes along "
                        + definition.axes().get(definition.lanes().getAsInt()).name()
                : "";
        return output + " = " + print(definition.value()) + lanes;
    }

    public static String print(Expression expression) {
        return ExpressionText.of(expression);
    }

    public static String print(Index index) {
        return IndexText.of(index);
    }

    /** The empty text for a guard that always holds. */
    public static String print(Guard guard) {
        return IndexText.of(guard);
    }

    /** One statement a line, without a line break at the end. */
    public static String print(Statement statement) {
        return String.join("\n", StatementText.lines(statement));
    }

    public static String print(Kernel kernel) {
        String parameters =
                kernel.parameters().stream().map(Atom.Variable::name).collect(Collectors.joining(", "));
        String body = StatementText.lines(kernel.body()).stream()
                .map(line -> "\n  " + line)
                .collect(Collectors.joining());
        return "kernel " + kernel.name() + "(" + parameters + "): " + kernel.description() + body;
    }

    /** The first line of a statement: enough to find it by. */
    static String heading(Statement statement) {
        return StatementText.lines(statement).stream().findFirst().orElse("an empty block");
    }
}
