package dev.convoke.opencl;

import dev.convoke.compiler.emit.opencl.OpenClInference;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.plan.Place;
import dev.convoke.compiler.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network on a device: its weights are there, and batches run through it. One thread at a time uses it; others wait. Close it
 * before the device.
 */
final class OpenClModel implements AutoCloseable {
    private static final int STATE = 0;
    private static final int PREPARED = 1;

    private final OpenClDevice device;
    private final OpenClInference inference;
    private final Plan plan;
    private final OpenClProgram program;
    private final List<OpenClMemory> weights = new ArrayList<>();
    private final List<OpenClMemory> inputs = new ArrayList<>();
    private final List<OpenClMemory> outputs = new ArrayList<>();
    private final List<OpenClMemory> arena = new ArrayList<>();
    private int capacity;

    /**
     * Compiles the program, copies the state to the device and prepares the weights.
     *
     * @param values the floats of the state, at the plan's offsets
     * @throws OpenClException if the program does not compile there, or the device is too small
     */
    public OpenClModel(OpenClDevice device, OpenClInference inference, float[] values) {
        this.device = device;
        this.inference = inference;
        this.plan = inference.plan();
        if (values.length != plan.stateFloats()) {
            throw new IllegalArgumentException(
                    "the state has %d floats, not %d".formatted(plan.stateFloats(), values.length));
        }
        this.program = device.build(inference.source().text());
        try {
            weights.add(STATE, device.allocate(Math.max(1, plan.stateFloats())));
            weights.add(PREPARED, device.allocate(Math.max(1, plan.preparedFloats())));
            weights.get(STATE).write(values);
            reserve(1);
            run(inference.prepare(), 1);
            device.finish();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Runs a batch.
     *
     * @param in for each input its samples, row-major, one after the other
     * @param out for each output an array that its samples fill
     * @throws OpenClException if the device has not got the memory for such a batch
     */
    public synchronized void predict(float[][] in, float[][] out, int batch) {
        check("input", in, plan.network().graph().inputs(), batch);
        check("output", out, plan.network().graph().outputs(), batch);
        reserve(batch);
        for (int i = 0; i < in.length; i++) {
            inputs.get(i).write(in[i]);
        }
        run(inference.inference(), batch);
        for (int i = 0; i < out.length; i++) {
            outputs.get(i).read(out[i]);
        }
    }

    private static void check(String what, float[][] arrays, List<Value> values, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch of " + batch);
        }
        if (arrays.length != values.size()) {
            throw new IllegalArgumentException(
                    "%d %ss are needed, not %d".formatted(values.size(), what, arrays.length));
        }
        for (int i = 0; i < arrays.length; i++) {
            long floats = Math.multiplyExact(values.get(i).tensor().elements(), batch);
            if (arrays[i].length != floats) {
                throw new IllegalArgumentException("the %s %s has %d floats for a batch of %d, not %d"
                        .formatted(what, values.get(i).name(), floats, batch, arrays[i].length));
            }
        }
    }

    /** Makes room for a batch; what was there for smaller ones is given back first. */
    private void reserve(int batch) {
        if (batch <= capacity) {
            return;
        }
        release();
        plan.network().graph().inputs().forEach(input -> inputs.add(floats(input, batch)));
        plan.network().graph().outputs().forEach(output -> outputs.add(floats(output, batch)));
        long floats = (long) plan.inference().batchedFloats() * batch
                + plan.inference().fixedFloats();
        arena.add(device.allocate(Math.max(1, floats)));
        capacity = batch;
    }

    private OpenClMemory floats(Value value, int batch) {
        return device.allocate(value.tensor().elements() * batch);
    }

    private void release() {
        capacity = 0;
        Stream.of(inputs, outputs, arena).forEach(memories -> {
            memories.forEach(OpenClMemory::close);
            memories.clear();
        });
    }

    private void run(List<OpenClInference.Run> runs, int batch) {
        Map<Atom.Variable, Long> parameters = Map.of(Axis.BATCH, (long) batch);
        List<Calls.Call> calls = new ArrayList<>();
        for (OpenClInference.Run run : runs) {
            Guard when = run.when().map(index -> index.substitute(Axis.BATCH, Index.of(batch)));
            if (!when.neverHolds()) {
                Map<Buffer, OpenClProgram.Place> places = new HashMap<>();
                run.places().forEach((buffer, place) -> places.put(buffer, place(place, batch)));
                calls.add(new Calls.Call(run.kernel(), places, parameters));
            }
        }
        Calls.run(program, calls);
    }

    private OpenClProgram.Place place(Place place, int batch) {
        return switch (place.area()) {
            case STATE -> new OpenClProgram.Place(weights.get(STATE), place.offset());
            case PREPARED -> new OpenClProgram.Place(weights.get(PREPARED), place.offset());
            case ARENA_BATCHED -> new OpenClProgram.Place(arena.get(0), Math.multiplyExact(place.offset(), batch));
            case ARENA_FIXED ->
                new OpenClProgram.Place(
                        arena.get(0),
                        Math.addExact(Math.multiplyExact(plan.inference().batchedFloats(), batch), place.offset()));
            case INPUT -> new OpenClProgram.Place(inputs.get(place.slot()), 0);
            case OUTPUT -> new OpenClProgram.Place(outputs.get(place.slot()), 0);
            case GRADIENTS, OUTPUT_GRADIENT, INPUT_GRADIENT ->
                throw new IllegalStateException("inference asks for " + place.area());
        };
    }

    @Override
    public synchronized void close() {
        release();
        weights.forEach(OpenClMemory::close);
        program.close();
    }
}
