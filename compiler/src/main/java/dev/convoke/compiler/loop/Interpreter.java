package dev.convoke.compiler.loop;

import java.util.Map;
import java.util.OptionalLong;

/**
 * Executes kernels at any point between lowering and emission, with the float32 semantics that generated code has: what the
 * passes of a schedule are tested with. Reads and writes outside of an array, of registers that do not exist and of variables
 * outside of their declared range are refused with a message.
 *
 * @param buffers the floats of each buffer; buffers may share an array
 * @param tensors the floats of each tensor that a kernel still accesses by logical indices: row-major, the batch first
 * @param width how many floats a vector has: 16, or what the schedule was made for
 * @param intrinsics functions that are no single operation, and random numbers
 * @param seed if present, parallel loops run in an order shuffled by it, and iterations that depend on each other are refused
 */
public record Interpreter(
        Map<Buffer, float[]> buffers,
        Map<Tensor, float[]> tensors,
        int width,
        Intrinsics intrinsics,
        OptionalLong seed) {
    public Interpreter {
        buffers = Map.copyOf(buffers);
        tensors = Map.copyOf(tensors);
    }

    /** For kernels in flat form. */
    public static Interpreter overBuffers(Map<Buffer, float[]> buffers) {
        return new Interpreter(buffers, Map.of(), Lanes.WIDTH, Intrinsics.reference(0), OptionalLong.empty());
    }

    /** For kernels in logical form. */
    public static Interpreter overTensors(Map<Tensor, float[]> tensors) {
        return new Interpreter(Map.of(), tensors, Lanes.WIDTH, Intrinsics.reference(0), OptionalLong.empty());
    }

    /** For kernels whose vectors are that wide. */
    public Interpreter withWidth(int newWidth) {
        return new Interpreter(buffers, tensors, newWidth, intrinsics, seed);
    }

    public Interpreter withIntrinsics(Intrinsics other) {
        return new Interpreter(buffers, tensors, width, other, seed);
    }

    /** Runs parallel loops in a shuffled order, and checks that no iteration sees what another one does. */
    public Interpreter shuffled(long newSeed) {
        return new Interpreter(buffers, tensors, width, intrinsics, OptionalLong.of(newSeed));
    }

    /**
     * Runs a kernel once.
     *
     * @throws IllegalArgumentException if the kernel is ill-formed, or something it needs is not given
     * @throws IndexOutOfBoundsException if it accesses what does not exist
     * @throws IllegalStateException if iterations of a parallel loop depend on each other
     */
    public void run(Kernel kernel, Map<Atom.Variable, Long> parameters) {
        Variables variables = new Variables();
        kernel.parameters().forEach(variables::bind);
        // Tensors are accessed by logical indices only where the batch is known, be it a parameter of the kernel or
        // not.
        long batch = parameters.getOrDefault(Axis.BATCH, 1L);
        Machine machine = new Machine(seed);
        InterpreterScope scope = new InterpreterScope(this, machine, variables, batch);
        InterpreterStatements.Action action = kernel.body().match(new InterpreterStatements(scope));
        machine.values = new long[variables.count()];
        for (Atom.Variable parameter : kernel.parameters()) {
            Long value = parameters.get(parameter);
            if (value == null) {
                throw new IllegalArgumentException("no value is given for the parameter " + parameter);
            }
            machine.set(parameter, variables.slot(parameter), value);
        }
        action.run();
    }
}
