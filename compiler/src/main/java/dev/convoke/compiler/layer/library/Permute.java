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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts the axes of a stream into another order.
 *
 * @param order for each axis of the result the input's, counted without the batch
 */
public record Permute(Shape input, List<Integer> order) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Permute",
            LayerType.Group.SHAPE,
            "Puts the axes into another order.",
            List.of(Argument.required(
                    "dims",
                    new ArgumentType.Extents(0),
                    "For each dimension of the result that of the input, the batch counted as dimension 0.")),
            """
            `y[n, i, j, c] = x[n, c, i, j]` for `Permute((0, 2, 3, 1))`

            Dimensions count as in PyTorch: 0 is the batch, which stays in front. The same as torchvision's `Permute` and PyTorch's `Tensor.permute`.
            """,
            """
            net ChannelsLast {
              input image: [3, 32, 48]
              image -> conv: Conv(16, 3, padding=1)
                    -> Permute((0, 2, 3, 1))  is [32, 48, 16]
                    -> norm: LayerNorm(16)
                    -> Permute((0, 3, 1, 2))  is [16, 32, 48]
                    -> output features
            }
            """,
            Permute::build);

    public Permute {
        order = List.copyOf(order);
    }

    private static Optional<Permute> build(Arguments arguments, Shape input, Stage stage) {
        List<Integer> dims = arguments.extents("dims", arguments.count("dims")).orElseThrow();
        if (!dims.stream()
                .sorted()
                .toList()
                .equals(IntStream.rangeClosed(0, input.rank()).boxed().toList())) {
            stage.report(ArrangementProblems.notAPermutation(dims, input, stage));
            return Optional.empty();
        }
        if (dims.get(0) != 0) {
            stage.report(ArrangementProblems.batchMoved(dims, input, stage));
            return Optional.empty();
        }
        return Optional.of(new Permute(
                input, dims.stream().skip(1).map(dimension -> dimension - 1).toList()));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Shape outputShape() {
        return new Shape(order.stream().map(input::extent).toList());
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes =
                Axes.join(Axis.batch("n"), Axes.numbered("a", outputShape().extents()));
        Index[] at = new Index[axes.size()];
        at[0] = axes.get(0).index();
        for (int i = 0; i < order.size(); i++) {
            at[order.get(i) + 1] = axes.get(i + 1).index();
        }
        lowering.define(lowering.output(), axes, lowering.input(0).at(Arrays.asList(at)));
    }

    /** The layer that undoes this one. */
    private Permute inverse() {
        List<Integer> back = new ArrayList<>();
        for (int axis = 0; axis < order.size(); axis++) {
            back.add(order.indexOf(axis));
        }
        return new Permute(outputShape(), back);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(inverse(), List.of(gy))));
    }
}
