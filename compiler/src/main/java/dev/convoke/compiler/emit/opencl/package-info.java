/** From kernels to OpenCL C 1.2: the second backend, which keeps the kernel IR honest. It knows nothing but the IR. */
package dev.convoke.compiler.emit.opencl;
