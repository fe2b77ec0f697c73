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
import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Makes channels of the positions of small squares. */
public record PixelUnshuffle(Shape input, int factor, Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "PixelUnshuffle",
            LayerType.Group.SHAPE,
            "Makes a smaller feature map with more channels.",
            List.of(Argument.required(
                    "downscale_factor",
                    new ArgumentType.Whole(1, Integer.MAX_VALUE),
                    "The part of its extent that each spatial axis keeps.")),
            """
            `y[(c*r + di)*r + dj, i, j] = x[c, i*r + di, j*r + dj]` with `r = downscale_factor`

            Of `[c, h, w]` it makes `[c*r^2, h/r, w/r]`; `r` is to the power of the number of spatial axes. It undoes a `PixelShuffle`. The same as
            PyTorch's `PixelUnshuffle`, which has two.
            """,
            """
            net Folded {
              input image: [3, 32, 32]
              image -> PixelUnshuffle(2)  is [12, 16, 16]
                    -> conv: Conv(16, 3, padding=1) -> output features
            }
            """,
            PixelUnshuffle::build);

    private static Optional<PixelUnshuffle> build(Arguments arguments, Shape input, Stage stage) {
        int factor = arguments.whole("downscale_factor");
        if (!Geometry.isFeatureMap(TYPE.name(), input, stage)) {
            return Optional.empty();
        }
        List<Integer> spatial = new ArrayList<>();
        for (int extent : input.spatial()) {
            if (extent % factor != 0) {
                stage.report(ArrangementProblems.notAMultiple(
                        TYPE.name(),
                        "an extent of " + extent,
                        extent,
                        factor,
                        "the input is " + input,
                        "downscale_factor",
                        stage));
                return Optional.empty();
            }
            spatial.add(extent / factor);
        }
        long channels = input.channels() * PixelShuffle.power(factor, spatial.size());
        return Optional.of(new PixelUnshuffle(input, factor, new Shape(Axes.join(Math.toIntExact(channels), spatial))));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public List<Taps> taps() {
        return Collections.nCopies(input.rank() - 1, Taps.blocks(factor));
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        List<Index> at = new ArrayList<>(Axes.indices(axes));
        Index rest = at.get(1);
        for (int i = at.size() - 1; i > 1; i--) {
            at.set(i, at.get(i).times(factor).plus(rest.modulo(factor)));
            rest = rest.floorDivide(factor);
        }
        at.set(1, rest);
        lowering.define(lowering.output(), axes, lowering.input(0).at(at));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        PixelShuffle back = new PixelShuffle(outputShape, factor, input);
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(back, List.of(gy))));
    }
}
