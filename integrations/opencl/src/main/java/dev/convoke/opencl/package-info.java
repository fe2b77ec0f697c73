/** Runs programs in OpenCL C that the compiler made: devices, memory, and kernels in sequence. */
package dev.convoke.opencl;
