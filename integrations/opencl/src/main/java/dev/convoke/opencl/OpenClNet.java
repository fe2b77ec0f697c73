package dev.convoke.opencl;

import dev.convoke.opencl.OpenClProgram.Place;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.problem.FileException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What generated host classes extend: a network on a device, whose kernels they call in order. One thread at a time uses it; others
 * wait. Close it before the device.
 */
public abstract class OpenClNet implements AutoCloseable {
    private final OpenClDevice device;
    private final NetDescription description;
    private final OpenClProgram program;
    private final List<OpenClMemory> weights = new ArrayList<>();
    private final List<OpenClMemory> inputs = new ArrayList<>();
    private final List<OpenClMemory> outputs = new ArrayList<>();
    private final List<OpenClMemory> arena = new ArrayList<>();
    private int capacity;
    private int batch;
    private boolean prepared;

    /**
     * Compiles the program and copies the weights to the device.
     *
     * @param text the program, see {@link #program}
     * @throws OpenClException if the program does not compile there, or the device is too small
     */
    protected OpenClNet(OpenClDevice device, NetDescription description, String text, Parameters parameters) {
        this.device = device;
        this.description = description;
        this.program = device.build(text);
        try {
            OpenClMemory state = device.allocate(Math.max(1, description.stateFloats()));
            weights.add(state);
            weights.add(device.allocate(Math.max(1, description.preparedFloats())));
            state.fill(0);
            for (TensorDescription tensor : description.tensors()) {
                if (tensor.kind() != TensorDescription.Kind.COUNTER) {
                    float[] values = parameters.get(tensor.name());
                    state.write(tensor.offset(), values, 0, values.length);
                }
            }
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    /** The text of a program that lies beside a class: as a resource, as in a jar. */
    protected static String program(Class<?> beside, String file) {
        try (InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new FileNotFoundException(
                        file + " is not beside " + beside.getName() + ": pack it as a resource");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw FileException.reading(Path.of(file), e);
        }
    }

    /** The text of a program in a file. */
    protected static String program(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    /** Calls the kernels that prepare the weights. */
    protected abstract void prepare();

    /** Calls the kernels of a batch. */
    protected abstract void run(long batch);

    /**
     * Runs a batch.
     *
     * @param in for each input its samples, row-major, one after the other
     * @param out for each output an array that its samples fill
     * @throws OpenClException if the device has not got the memory for such a batch
     */
    public final synchronized void predict(float[][] in, float[][] out, int samples) {
        check("input", in, description.inputs(), samples);
        check("output", out, description.outputs(), samples);
        reserve(samples);
        if (!prepared) {
            prepare();
            prepared = true;
        }
        batch = samples;
        for (int i = 0; i < in.length; i++) {
            inputs.get(i).write(in[i]);
        }
        run(samples);
        for (int i = 0; i < out.length; i++) {
            outputs.get(i).read(out[i]);
        }
    }

    private static void check(String what, float[][] arrays, List<Port> ports, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch of " + batch);
        }
        if (arrays.length != ports.size()) {
            throw new IllegalArgumentException(
                    "%d %ss are needed, not %d".formatted(ports.size(), what, arrays.length));
        }
        for (int i = 0; i < arrays.length; i++) {
            long floats = (long) ports.get(i).elements() * batch;
            if (arrays[i].length != floats) {
                throw new IllegalArgumentException("the %s %s has %d floats for a batch of %d, not %d"
                        .formatted(what, ports.get(i).name(), floats, batch, arrays[i].length));
            }
        }
    }

    /** Makes room for a batch; what was there for smaller ones is given back first. */
    private void reserve(int samples) {
        if (samples <= capacity) {
            return;
        }
        release();
        description.inputs().forEach(port -> inputs.add(device.allocate((long) port.elements() * samples)));
        description.outputs().forEach(port -> outputs.add(device.allocate((long) port.elements() * samples)));
        NetDescription.Arena size = description.inference();
        arena.add(device.allocate(Math.max(1, (long) size.perSample() * samples + size.fixed())));
        capacity = samples;
    }

    /** A kernel that does not depend on the batch. */
    protected final void kernel(String function, long items, Place... places) {
        program.enqueue(function, items, List.of(places));
    }

    /** A kernel that is told the batch. */
    protected final void kernel(String function, long samples, long items, Place... places) {
        program.enqueue(function, items, List.of(places), Math.toIntExact(samples));
    }

    /** Weights as they were loaded. */
    protected final Place state(int offset) {
        return new Place(weights.get(0), offset);
    }

    /** Weights as kernels want them. */
    protected final Place prepared(int offset) {
        return new Place(weights.get(1), offset);
    }

    /** Activations of all samples. */
    protected final Place batched(int offset) {
        return new Place(arena.get(0), Math.multiplyExact(offset, batch));
    }

    /** What there is once for a whole batch. */
    protected final Place fixed(int offset) {
        return new Place(
                arena.get(0),
                Math.addExact(Math.multiplyExact(description.inference().perSample(), batch), offset));
    }

    protected final Place input(int slot) {
        return new Place(inputs.get(slot), 0);
    }

    protected final Place output(int slot) {
        return new Place(outputs.get(slot), 0);
    }

    private void release() {
        capacity = 0;
        Stream.of(inputs, outputs, arena).forEach(memories -> {
            memories.forEach(OpenClMemory::close);
            memories.clear();
        });
    }

    private void closeAll() {
        release();
        weights.forEach(OpenClMemory::close);
        program.close();
    }

    @Override
    public final synchronized void close() {
        closeAll();
    }
}
