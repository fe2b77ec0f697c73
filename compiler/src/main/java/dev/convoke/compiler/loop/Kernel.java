package dev.convoke.compiler.loop;

import java.util.List;

/**
 * A piece of work that generated code does in one call: loops over buffers.
 *
 * @param name a Java identifier, unique within a program
 * @param description what it computes, for people: {@code conv1 + bn1 + relu, [64, 56, 56]}
 * @param parameters whole numbers that the caller passes, the batch among them if the body mentions it
 * @param body outermost the {@link Statement.For.Kind#PARALLEL} loops, if any
 */
public record Kernel(String name, String description, List<Atom.Variable> parameters, Statement body) {
    public Kernel {
        parameters = List.copyOf(parameters);
    }

    public Kernel withBody(Statement newBody) {
        return new Kernel(name, description, parameters, newBody);
    }
}
