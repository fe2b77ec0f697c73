package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.Phase;
import dev.convoke.compiler.plan.SumsInTurns;
import dev.convoke.compiler.plan.Task;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A task with its loops scheduled.
 *
 * @param task what it does
 * @param kernel how, in addresses relative to the start of each buffer
 * @param buffers what the kernel's buffers are, in the order of its arguments
 * @param tile how many elements along each axis are computed at once, outermost last; none where a row is computed element by element
 * @param when the batches for which it runs; for others another step does
 */
public record Step(Task task, Kernel kernel, Map<Buffer, Tensor> buffers, List<Tiled> tile, Guard when) {
    /**
     * An axis of a tile.
     *
     * @param axis its name; of channels in blocks of 16 that of the blocks
     */
    public record Tiled(String axis, int factor) {}

    public Step {
        tile = List.copyOf(tile);
        buffers = Collections.unmodifiableMap(new LinkedHashMap<>(buffers));
    }

    /** Whether every second call had better go through the parts from last to first. */
    public boolean turns() {
        return task.match(new Task.Cases<Boolean>() {
            @Override
            public Boolean compute(Task.Compute compute) {
                return compute.phase() == Phase.INFERENCE && SumsInTurns.inTurns(compute.nest());
            }

            @Override
            public Boolean clearHalo(Task.ClearHalo clearHalo) {
                return false;
            }
        });
    }
}
