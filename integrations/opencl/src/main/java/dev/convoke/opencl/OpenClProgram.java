package dev.convoke.opencl;

import static org.jocl.CL.CL_PROGRAM_BUILD_LOG;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;

/** A program compiled for a device. One thread at a time runs it; others wait. */
public final class OpenClProgram implements AutoCloseable {
    /** Global sizes are rounded up to a multiple of this, as sizes without divisors leave devices idle. */
    private static final long GROUP = 64;

    private final OpenClDevice device;
    private final cl_program program;
    private final Map<String, cl_kernel> kernels = new LinkedHashMap<>();
    private boolean closed;

    /** Where a buffer of a kernel lies. */
    public record Place(OpenClMemory memory, int start) {}

    OpenClProgram(OpenClDevice device, String text) {
        this.device = device;
        this.program = CL.clCreateProgramWithSource(device.context(), 1, new String[] {text}, null, null);
        String options = "-cl-std=CL1.2" + (device.roundsCorrectly() ? " -cl-fp32-correctly-rounded-divide-sqrt" : "");
        try {
            CL.clBuildProgram(program, 0, null, options, null, null);
        } catch (CLException e) {
            String log = log();
            close();
            throw new OpenClException(
                    "the program does not compile for the OpenCL device %s (%s):%n%s"
                            .formatted(device.description(), e.getMessage(), log),
                    e);
        }
    }

    private String log() {
        long[] size = new long[1];
        CL.clGetProgramBuildInfo(program, device.device(), CL_PROGRAM_BUILD_LOG, 0, null, size);
        byte[] log = new byte[(int) size[0]];
        CL.clGetProgramBuildInfo(program, device.device(), CL_PROGRAM_BUILD_LOG, log.length, Pointer.to(log), null);
        return Devices.trimmed(log);
    }

    /**
     * Asks for one kernel to be run after those before it. Returns before it is done; reading memory waits for it.
     *
     * @param items the number of work-items; more are run if that suits the device
     * @param places of the buffers, in the order of the function's parameters
     * @param parameters the ints after them
     * @throws OpenClException if the device refuses
     */
    synchronized void enqueue(String function, long items, List<Place> places, int... parameters) {
        if (closed) {
            throw new IllegalStateException("the program is closed");
        }
        cl_kernel handle = kernels.computeIfAbsent(function, this::kernel);
        int position = 0;
        for (Place place : places) {
            cl_mem[] memory = {place.memory().handle()};
            CL.clSetKernelArg(handle, position++, Sizeof.cl_mem, Pointer.to(memory));
            CL.clSetKernelArg(handle, position++, Sizeof.cl_int, Pointer.to(new int[] {place.start()}));
        }
        for (int parameter : parameters) {
            CL.clSetKernelArg(handle, position++, Sizeof.cl_int, Pointer.to(new int[] {parameter}));
        }
        long global = (items + GROUP - 1) / GROUP * GROUP;
        if (global > Integer.MAX_VALUE) {
            throw new OpenClException(
                    "%s would have %d work-items, which is too many; use a smaller batch".formatted(function, items));
        }
        if (items == 0) {
            return;
        }
        try {
            CL.clEnqueueNDRangeKernel(device.queue(), handle, 1, null, new long[] {global}, null, 0, null, null);
        } catch (CLException e) {
            throw new OpenClException(
                    "%s cannot be run on the OpenCL device %s: %s"
                            .formatted(function, device.description(), e.getMessage()),
                    e);
        }
    }

    private cl_kernel kernel(String function) {
        try {
            return CL.clCreateKernel(program, function, null);
        } catch (CLException e) {
            throw new IllegalArgumentException("there is no kernel " + function + " in this program", e);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            kernels.values().forEach(CL::clReleaseKernel);
            CL.clReleaseProgram(program);
        }
    }
}
