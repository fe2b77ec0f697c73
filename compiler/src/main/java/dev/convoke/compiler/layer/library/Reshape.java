package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.ArrangementProblems;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Index;
import java.util.List;
import java.util.Optional;

/** The elements of a sample in the same order, in another shape. */
public record Reshape(Shape input, Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Reshape",
            LayerType.Group.SHAPE,
            "Puts the elements of a sample into another shape.",
            List.of(Argument.required(
                    "shape",
                    new ArgumentType.Extents(-1),
                    "The shape of a sample in the result; -1 stands for what is left, once.")),
            """
            The elements keep their order: channel after channel, row after row. There must be as many of them in both shapes, of which neither has
            the batch. The same as PyTorch's `x.reshape(n, ...)` with the batch in front, and as its `Unflatten` of a vector.
            """,
            """
            net Decoder {
              input code: [64]
              code -> fc: Linear(128) -> Relu -> Reshape((-1, 4, 4))  is [8, 4, 4]
                   -> conv: Conv(3, 3, padding=1) -> output image
            }
            """,
            Reshape::build);

    private static Optional<Reshape> build(Arguments arguments, Shape input, Stage stage) {
        List<Integer> given =
                arguments.extents("shape", arguments.count("shape")).orElseThrow();
        long open = given.stream().filter(extent -> extent == -1).count();
        if (open > 1 || given.contains(0) || given.size() > Shape.MAX_RANK) {
            stage.report(ArrangementProblems.notAShape(given, stage));
            return Optional.empty();
        }
        double known = given.stream()
                .filter(extent -> extent > 0)
                .mapToDouble(Integer::doubleValue)
                .reduce(1, (a, b) -> a * b);
        if (known > input.elements() || (open == 1 ? input.elements() % known != 0 : input.elements() != known)) {
            stage.report(ArrangementProblems.reshape(given, input, stage));
            return Optional.empty();
        }
        int left = Math.toIntExact(input.elements() / (long) known);
        return Optional.of(new Reshape(
                input,
                new Shape(given.stream()
                        .map(extent -> extent == -1 ? left : extent)
                        .toList())));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Axes.join(Axis.batch("n"), Axes.numbered("a", outputShape.extents()));
        Index[] at = new Index[input.rank() + 1];
        at[0] = axes.get(0).index();
        Index rest = Axes.linear(axes.subList(1, axes.size()));
        for (int axis = input.rank() - 1; axis > 0; axis--) {
            at[axis + 1] = rest.modulo(input.extent(axis));
            rest = rest.floorDivide(input.extent(axis));
        }
        at[1] = rest;
        lowering.define(lowering.output(), axes, lowering.input(0).at(at));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        Reshape back = new Reshape(outputShape, input);
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(back, List.of(gy))));
    }
}
