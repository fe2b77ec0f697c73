package dev.convoke.compiler.layer.operator;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.loop.Expression;
import java.util.List;

/** A layer without parameters whose result at each place is a function of its input at that place alone. */
public interface Activation extends Layer {
    /** The function. */
    Expression value(Expression x);

    /**
     * The gradient with respect to the input.
     *
     * @param gy the gradient with respect to the result
     * @param kept the input or the result, see {@link #keepsResult()}
     */
    Expression gradient(Expression gy, Expression kept);

    /** Whether the gradient is computed from the result, which is at hand anyway where the next layer needs its input. */
    boolean keepsResult();

    @Override
    default void lower(Lowering lowering) {
        Elementwise.define(lowering, this::value);
    }

    @Override
    default Trained train(Training training, List<Value> inputs) {
        Value x = inputs.get(0);
        Value y = training.apply(this, inputs);
        Value kept = keepsResult() ? y : x;
        return new Trained(y, gy -> training.gradient(x, training.apply(new Gradient(this), List.of(gy, kept))));
    }

    /** {@link Activation#gradient} at each place; inputs gy and what is kept. */
    record Gradient(Activation layer) implements Operator {
        @Override
        public String kind() {
            return layer.kind() + "Gradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return layer.outputShape().extents();
        }

        @Override
        public void lower(Lowering lowering) {
            Elementwise.define(lowering, layer::gradient);
        }
    }
}
