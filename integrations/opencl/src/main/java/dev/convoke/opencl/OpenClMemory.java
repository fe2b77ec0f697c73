package dev.convoke.opencl;

import java.util.Objects;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_mem;

/** An array of floats on a device. */
public final class OpenClMemory implements AutoCloseable {
    private final OpenClDevice device;
    private final cl_mem memory;
    private final long floats;
    private boolean closed;

    OpenClMemory(OpenClDevice device, cl_mem memory, long floats) {
        this.device = device;
        this.memory = memory;
        this.floats = floats;
    }

    public long floats() {
        return floats;
    }

    /** Copies {@code length} floats to the device, from {@code offset} in the array to {@code position} in this memory. */
    public void write(long position, float[] source, int offset, int length) {
        check(position, source, offset, length);
        if (length > 0) {
            CL.clEnqueueWriteBuffer(
                    device.queue(),
                    handle(),
                    true,
                    position * Sizeof.cl_float,
                    (long) length * Sizeof.cl_float,
                    Pointer.to(source).withByteOffset((long) offset * Sizeof.cl_float),
                    0,
                    null,
                    null);
        }
    }

    /** Copies an array to the beginning of this memory. */
    public void write(float[] source) {
        write(0, source, 0, source.length);
    }

    /** Copies {@code length} floats from the device, when all that was asked for before is done. */
    public void read(long position, float[] target, int offset, int length) {
        check(position, target, offset, length);
        if (length > 0) {
            CL.clEnqueueReadBuffer(
                    device.queue(),
                    handle(),
                    true,
                    position * Sizeof.cl_float,
                    (long) length * Sizeof.cl_float,
                    Pointer.to(target).withByteOffset((long) offset * Sizeof.cl_float),
                    0,
                    null,
                    null);
        }
    }

    /** Fills an array from the beginning of this memory. */
    public void read(float[] target) {
        read(0, target, 0, target.length);
    }

    /** Sets every float. */
    public void fill(float value) {
        CL.clEnqueueFillBuffer(
                device.queue(),
                handle(),
                Pointer.to(new float[] {value}),
                Sizeof.cl_float,
                0,
                floats * Sizeof.cl_float,
                0,
                null,
                null);
        // The value lies in memory of this method.
        device.finish();
    }

    private void check(long position, float[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        Objects.checkFromIndexSize(position, length, floats);
    }

    cl_mem handle() {
        if (closed) {
            throw new IllegalStateException("the memory is closed");
        }
        return memory;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CL.clReleaseMemObject(memory);
        }
    }
}
