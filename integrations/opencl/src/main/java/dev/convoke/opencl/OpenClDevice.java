package dev.convoke.opencl;

import static org.jocl.CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE;
import static org.jocl.CL.CL_DEVICE_SINGLE_FP_CONFIG;
import static org.jocl.CL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT;
import static org.jocl.CL.CL_MEM_READ_WRITE;

import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;

/**
 * A device with a queue in which commands run one after the other. Close it after the memory and the programs that were made
 * with it.
 */
public final class OpenClDevice implements AutoCloseable {
    private final Description description;
    private final cl_device_id device;
    private final cl_context context;
    private final cl_command_queue queue;
    private boolean closed;

    /** What a device is; in the order of preference. */
    public enum Kind {
        GPU,
        OTHER,
        CPU
    }

    /** How a device presents itself. */
    public record Description(String name, String platform, Kind kind) {
        @Override
        public String toString() {
            return name + " (" + kind + ", " + platform + ")";
        }
    }

    // The call that makes a queue in OpenCL 1.2 is deprecated in 2.0, whose successor 1.2 does not have.
    @SuppressWarnings("deprecation")
    private OpenClDevice(Devices.Found found) {
        this.description = found.description();
        this.device = found.device();
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, found.platform());
        try {
            this.context = CL.clCreateContext(properties, 1, new cl_device_id[] {device}, null, null, null);
            this.queue = CL.clCreateCommandQueue(context, device, 0, null);
        } catch (CLException e) {
            throw new OpenClException("the OpenCL device " + description + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * The best device of this machine: a GPU if there is one, else a CPU.
     *
     * @throws OpenClException if there is none; the message says what to install
     */
    public static OpenClDevice open() {
        return new OpenClDevice(Devices.best());
    }

    /**
     * A device by its position in {@link #list}.
     *
     * @throws OpenClException if there is none there
     */
    public static OpenClDevice open(int position) {
        List<Devices.Found> all = Devices.all();
        if (position < 0 || position >= all.size()) {
            throw new OpenClException("there is no OpenCL device " + position + "; there are " + all.size());
        }
        return new OpenClDevice(all.get(position));
    }

    /**
     * The devices of this machine, the best first.
     *
     * @throws OpenClException if OpenCL is not installed
     */
    public static List<Description> list() {
        return Devices.all().stream().map(Devices.Found::description).toList();
    }

    public Description description() {
        return description;
    }

    /**
     * Whether division and square root are rounded as IEEE wants it; then all operations but transcendental functions give the
     * bits of generated Java.
     */
    public boolean roundsCorrectly() {
        return (Devices.number(device, CL_DEVICE_SINGLE_FP_CONFIG) & CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0;
    }

    /**
     * Compiles a text for this device; its kernels are found by their names.
     *
     * @throws OpenClException with the compiler's output if it does not compile
     */
    OpenClProgram build(String text) {
        requireOpen();
        return new OpenClProgram(this, text);
    }

    /**
     * Memory for that many floats, not initialised.
     *
     * @throws OpenClException if the device has not got it
     */
    public OpenClMemory allocate(long floats) {
        requireOpen();
        if (floats < 1) {
            throw new IllegalArgumentException("memory for " + floats + " floats");
        }
        long bytes = Math.multiplyExact(floats, Sizeof.cl_float);
        long largest = Devices.number(device, CL_DEVICE_MAX_MEM_ALLOC_SIZE);
        if (bytes > largest) {
            throw new OpenClException(
                    "the OpenCL device %s allocates at most %d bytes at once, not %d; use a smaller batch"
                            .formatted(description, largest, bytes));
        }
        try {
            cl_mem memory = CL.clCreateBuffer(context, CL_MEM_READ_WRITE, bytes, null, null);
            return new OpenClMemory(this, memory, floats);
        } catch (CLException e) {
            throw new OpenClException(
                    "%d bytes cannot be allocated on the OpenCL device %s: %s"
                            .formatted(bytes, description, e.getMessage()),
                    e);
        }
    }

    /** Waits until all that was asked for is done. */
    public void finish() {
        requireOpen();
        CL.clFinish(queue);
    }

    cl_device_id device() {
        return device;
    }

    cl_context context() {
        return context;
    }

    cl_command_queue queue() {
        requireOpen();
        return queue;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the OpenCL device " + description + " is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CL.clReleaseCommandQueue(queue);
            CL.clReleaseContext(context);
        }
    }
}
