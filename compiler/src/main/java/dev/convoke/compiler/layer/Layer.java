package dev.convoke.compiler.layer;

import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import java.util.List;

/**
 * A layer of a spec with its arguments and the shape it is applied to: {@code Conv(18, 3, padding=1)} on {@code [3, 32, 32]}.
 * As an {@link Operator} it is what the layer computes in evaluation mode.
 */
public interface Layer extends Operator {
    /** The tensors it owns, in {@code state_dict} order, named without a path ({@code weight}); counters included. */
    default List<StateTensor> state() {
        return List.of();
    }

    /** The shape of the result. */
    Shape outputShape();

    @Override
    default List<Integer> output(List<Value> inputs) {
        return outputShape().extents();
    }

    /** How far each output position sees, per spatial axis; empty for layers that see one position, or all of it. */
    default List<Window> windows() {
        return List.of();
    }

    /**
     * Which positions the result's positions read, per spatial axis; empty for layers that read one position, or all, or whose positions do not
     * repeat.
     */
    default List<Taps> taps() {
        List<Window> windows = windows();
        return windows.isEmpty() ? List.of() : windows.stream().map(Taps::of).toList();
    }

    /**
     * Adds what this layer does in training mode and says how gradients flow back through it.
     *
     * @param inputs the stream, then parameters and buffers in the order of {@link #state()} without counters
     */
    Trained train(Training training, List<Value> inputs);

    /**
     * The result of a layer in training mode.
     *
     * @param output the value
     * @param backward given the gradient with respect to the value, adds those with respect to the inputs
     */
    record Trained(Value output, Backward backward) {}

    /** A gradient rule: adds gradients of a layer's inputs, given that of its output. */
    interface Backward {
        void accept(Value outputGradient);
    }
}
