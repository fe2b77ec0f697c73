package dev.convoke.runtime.training;

import dev.convoke.runtime.Workers;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.generated.TensorDescription.Kind;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What an {@link Optimiser} remembers of one network, and its steps. Only parameters move; running statistics do not. The work is cut into fixed ranges
 * shared by threads; each element's arithmetic is its own, so the cut never shows.
 */
public final class OptimiserState {
    private static final int PART = 1 << 14;

    private final NetDescription net;
    private final Optimiser optimiser;
    private final Optimiser.Update update = new Optimiser.Update();
    private final int[] from;
    private final int[] to;
    private final Workers.Task task = this::parts;

    /** Nothing remembered yet. */
    public OptimiserState(NetDescription net, Optimiser optimiser) {
        this.net = net;
        this.optimiser = optimiser;
        update.slots = new float[optimiser.slots().size()][net.stateFloats()];
        List<int[]> ranges = new ArrayList<>();
        for (TensorDescription tensor : net.tensors()) {
            if (tensor.kind() == Kind.PARAMETER) {
                int end = tensor.offset() + tensor.elements();
                for (int at = tensor.offset(); at < end; at += PART) {
                    ranges.add(new int[] {at, Math.min(end, at + PART)});
                }
            }
        }
        from = ranges.stream().mapToInt(it -> it[0]).toArray();
        to = ranges.stream().mapToInt(it -> it[1]).toArray();
    }

    /** Moves all parameters by their gradients with this step's learning rate. */
    public void step(Workers workers, float[] parameters, float[] gradients, double rate) {
        update.parameters = parameters;
        update.gradients = gradients;
        update.rate = rate;
        update.time++;
        workers.run(task, from.length);
    }

    private void parts(int first, int last) {
        for (int i = first; i < last; i++) {
            optimiser.apply(update, from[i], to[i]);
        }
    }

    /** Steps so far. */
    public long time() {
        return update.time;
    }

    /** Adds what is remembered to a checkpoint. */
    void addTo(SafetensorsWriter writer) {
        for (int slot = 0; slot < update.slots.length; slot++) {
            for (TensorDescription tensor : net.tensors()) {
                if (tensor.kind() == Kind.PARAMETER) {
                    List<Long> shape =
                            tensor.shape().stream().map(Integer::longValue).toList();
                    writer.floats(key(slot, tensor), shape, update.slots[slot], tensor.offset());
                }
            }
        }
    }

    /** Takes over what {@link #addTo} wrote. */
    void restore(SafetensorsFile file, long time) {
        for (int slot = 0; slot < update.slots.length; slot++) {
            for (TensorDescription tensor : net.tensors()) {
                if (tensor.kind() == Kind.PARAMETER) {
                    float[] values = file.floats(key(slot, tensor));
                    System.arraycopy(values, 0, update.slots[slot], tensor.offset(), tensor.elements());
                }
            }
        }
        update.time = time;
    }

    private String key(int slot, TensorDescription tensor) {
        return Checkpoint.PREFIX + optimiser.slots().get(slot) + ":" + tensor.name();
    }
}
