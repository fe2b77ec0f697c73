package dev.convoke.compiler.emit.opencl;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Index;
import java.util.List;
import java.util.Map;

/**
 * A kernel function in OpenCL C, and how to call it.
 *
 * @param function its name
 * @param text its source, to stand below the header of {@link OpenClSource}
 * @param arguments the buffers; for each the function takes an array and the position in it at which the buffer starts
 * @param parameters the ints that the function takes after them
 * @param workItems the global size, one-dimensional, in terms of the parameters; more work-items do no harm
 */
public record OpenClKernel(
        String function, String text, List<Argument> arguments, List<Atom.Variable> parameters, Index workItems) {
    /** A buffer that a kernel is given. */
    public record Argument(Buffer buffer, boolean written) {}

    public OpenClKernel {
        arguments = List.copyOf(arguments);
        parameters = List.copyOf(parameters);
    }

    /**
     * The global size for given values of the parameters.
     *
     * @throws IllegalArgumentException if a parameter has no value
     */
    public long workItems(Map<Atom.Variable, Long> values) {
        Index size = workItems.substitute(parameter -> {
            Long value = values.get(parameter);
            if (value == null) {
                throw new IllegalArgumentException(function + " needs a value for " + parameter);
            }
            return Index.of(value);
        });
        return size.constant();
    }
}
