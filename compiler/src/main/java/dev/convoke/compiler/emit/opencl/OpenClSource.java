package dev.convoke.compiler.emit.opencl;

import java.util.List;

/**
 * A whole program in OpenCL C 1.2.
 *
 * @param text the source, to be built with {@code -cl-std=CL1.2} and without any option that relaxes arithmetic
 * @param kernels the functions in it, in the order in which they were given
 */
public record OpenClSource(String text, List<OpenClKernel> kernels) {
    public OpenClSource {
        kernels = List.copyOf(kernels);
    }
}
