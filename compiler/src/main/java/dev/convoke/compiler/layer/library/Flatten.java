package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Index;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;

/** All elements of a sample in one row. */
public record Flatten(Shape input) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Flatten",
            LayerType.Group.SHAPE,
            "Makes a vector of a feature map: channel after channel, row after row.",
            List.of(),
            """
            `y[(c*H + i)*W + j] = x[c, i, j]`

            The order is PyTorch's (CHW). A vector stays as it is.
            """,
            """
            net Classifier(classes = 10) {
              input image: [3, 32, 32]
              image -> MaxPool(4) -> Flatten  is [192]
                    -> fc: Linear(classes) -> output logits
            }
            """,
            Flatten::build);

    private static Optional<Flatten> build(Arguments arguments, Shape input, Stage stage) {
        // A row of all elements may be too long for one axis where the shape itself was not.
        return Geometry.shape(TYPE.name(), input.elements(), List.of(), stage).map(row -> new Flatten(input));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Shape outputShape() {
        return Shape.of(Math.toIntExact(input.elements()));
    }

    @Override
    public void lower(Lowering lowering) {
        Axis n = Axis.batch("n");
        Axis j = Axis.of("j", outputShape().channels());
        LinkedList<Index> at = new LinkedList<>();
        Index rest = j.index();
        for (int axis = input.rank() - 1; axis > 0; axis--) {
            at.addFirst(rest.modulo(input.extent(axis)));
            rest = rest.floorDivide(input.extent(axis));
        }
        lowering.define(lowering.output(), List.of(n, j), lowering.input(0).at(Axes.join(n.index(), rest, at)));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(new Gradient(input), List.of(gy))));
    }

    /** {@code gx[n, c, i, j] = gy[n, (c*H + i)*W + j]}. */
    public record Gradient(Shape input) implements Operator {
        @Override
        public String kind() {
            return "FlattenGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return input.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = Lowering.axes(lowering.output());
            Index element = Axes.linear(axes.subList(1, axes.size()));
            lowering.define(
                    lowering.output(), axes, lowering.input(0).at(axes.get(0).index(), element));
        }
    }
}
