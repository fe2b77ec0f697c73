package dev.convoke.opencl;

import dev.convoke.compiler.emit.opencl.OpenClKernel;
import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.opencl.OpenClProgram.Place;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs kernels as the compiler describes them, where generated host classes know their arguments. */
final class Calls {
    private Calls() {}

    /**
     * A kernel to be run.
     *
     * @param kernel one of the program's
     * @param buffers a place for each of its arguments
     * @param parameters a value for each of its parameters
     */
    record Call(OpenClKernel kernel, Map<Buffer, Place> buffers, Map<Atom.Variable, Long> parameters) {
        Call {
            buffers = Map.copyOf(buffers);
            parameters = Map.copyOf(parameters);
        }
    }

    /** Asks for kernels to be run in that order, each complete before the next begins. */
    static void run(OpenClProgram program, List<Call> calls) {
        for (Call call : calls) {
            OpenClKernel kernel = call.kernel();
            List<Place> places = kernel.arguments().stream()
                    .map(argument -> Objects.requireNonNull(call.buffers().get(argument.buffer())))
                    .toList();
            int[] parameters = kernel.parameters().stream()
                    .mapToInt(each -> Math.toIntExact(
                            Objects.requireNonNull(call.parameters().get(each))))
                    .toArray();
            program.enqueue(kernel.function(), kernel.workItems(call.parameters()), places, parameters);
        }
    }
}
