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
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Takes the middle of a feature map.
 *
 * @param before for each spatial axis how many positions are left out before it
 */
public record Crop(Shape input, List<Integer> before, Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Crop",
            LayerType.Group.SHAPE,
            "Takes the middle of a feature map.",
            List.of(Argument.required(
                    "size",
                    new ArgumentType.Extents(1),
                    "Extents of the result's spatial axes: `(h, w)`, or one for all.")),
            """
            `y[c, i, j] = x[c, top + i, left + j]` with `top = round((H - h) / 2)` and `left = round((W - w) / 2)`, halves to the even number

            The same as torchvision's `CenterCrop`. U-Net crops a skip connection so to the size of what it is joined with:
            `skip -> Crop((up.h, up.w))`. `Slice` cuts elsewhere.
            """,
            """
            net Middle {
              input image: [3, 32, 32]
              image -> Crop((24, 28))  is [3, 24, 28]
                    -> conv: Conv(8, 3) -> output features
            }
            """,
            Crop::build);

    public Crop {
        before = List.copyOf(before);
    }

    private static Optional<Crop> build(Arguments arguments, Shape input, Stage stage) {
        if (!Geometry.isFeatureMap(TYPE.name(), input, stage)) {
            return Optional.empty();
        }
        return Geometry.extents(arguments, "size", input, stage).flatMap(size -> {
            List<Integer> before = new ArrayList<>();
            for (int axis = 0; axis < size.size(); axis++) {
                before.add((int) Math.rint((input.spatial().get(axis) - size.get(axis)) / 2.0));
            }
            if (IntStream.range(0, size.size())
                    .anyMatch(i -> size.get(i) > input.spatial().get(i))) {
                stage.report(ArrangementProblems.crop(size, input, stage));
                return Optional.empty();
            }
            return Optional.of(new Crop(input, before, new Shape(Axes.join(input.channels(), size))));
        });
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public List<Window> windows() {
        return before.stream().map(left -> new Window(1, 1, -left, 1)).toList();
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        List<Index> at = new ArrayList<>(Axes.indices(axes));
        for (int i = 0; i < before.size(); i++) {
            at.set(i + 2, at.get(i + 2).plus(before.get(i)));
        }
        lowering.define(lowering.output(), axes, lowering.input(0).at(at));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        Pad back = Pad.zeros(outputShape, before, input);
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(back, List.of(gy))));
    }
}
