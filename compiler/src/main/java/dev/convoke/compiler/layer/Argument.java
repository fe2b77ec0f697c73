package dev.convoke.compiler.layer;

import java.util.Optional;

/**
 * An argument that a layer takes.
 *
 * @param name PyTorch's name for it ({@code kernel} for {@code kernel_size} is the one short form)
 * @param type what may be given
 * @param defaultValue PyTorch's default; none if it must be given
 * @param documentation one line for the reference
 */
public record Argument(String name, ArgumentType type, Optional<ArgumentValue> defaultValue, String documentation) {
    public static Argument required(String name, ArgumentType type, String documentation) {
        return new Argument(name, type, Optional.empty(), documentation);
    }

    /** An argument that may be left out, which the layer then does without. */
    public static Argument absent(String name, ArgumentType type, String documentation) {
        return optional(name, type, new ArgumentValue.Absent(), documentation);
    }

    public static Argument optional(String name, ArgumentType type, ArgumentValue defaultValue, String documentation) {
        return new Argument(name, type, Optional.of(defaultValue), documentation);
    }
}
