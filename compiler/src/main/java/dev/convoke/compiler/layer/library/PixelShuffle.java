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

/** Lays groups of channels out as a finer grid of positions. */
public record PixelShuffle(Shape input, int factor, Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "PixelShuffle",
            LayerType.Group.SHAPE,
            "Makes a larger feature map of one with more channels.",
            List.of(Argument.required(
                    "upscale_factor",
                    new ArgumentType.Whole(1, Integer.MAX_VALUE),
                    "How many times as large each spatial axis becomes.")),
            """
            `y[c, i*r + di, j*r + dj] = x[(c*r + di)*r + dj, i, j]` with `r = upscale_factor`

            Of `[c*r^2, h, w]` it makes `[c, h*r, w*r]`; `r` is to the power of the number of spatial axes. The same as PyTorch's `PixelShuffle`, which has
            two. Shi et al., "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network", 2016.
            """,
            """
            net SuperResolution {
              input image: [1, 32, 32]
              image -> conv: Conv(9, 3, padding=1) -> PixelShuffle(3)  is [1, 96, 96]
                    -> output larger
            }
            """,
            PixelShuffle::build);

    private static Optional<PixelShuffle> build(Arguments arguments, Shape input, Stage stage) {
        int factor = arguments.whole("upscale_factor");
        if (!Geometry.isFeatureMap(TYPE.name(), input, stage)) {
            return Optional.empty();
        }
        long parts = power(factor, input.rank() - 1);
        if (input.channels() % parts != 0) {
            String reason = factor + " to the power of " + (input.rank() - 1) + " is " + parts;
            stage.report(ArrangementProblems.notAMultiple(
                    TYPE.name(),
                    input.channels() + " channels",
                    input.channels(),
                    parts,
                    reason,
                    "upscale_factor",
                    stage));
            return Optional.empty();
        }
        List<Integer> spatial = new ArrayList<>();
        for (int extent : input.spatial()) {
            // The elements stay the same in number, so that no extent can grow beyond 31 bits.
            spatial.add(Math.multiplyExact(extent, factor));
        }
        return Optional.of(new PixelShuffle(
                input, factor, new Shape(Axes.join((int) (input.channels() / parts), spatial))));
    }

    /** The factor to the power of the spatial axes, or the largest number if it is larger. */
    static long power(int factor, int axes) {
        return (long) Math.pow(factor, axes);
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public List<Taps> taps() {
        return Taps.all(Collections.nCopies(input.rank() - 1, Taps.repeated(factor)));
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        List<Index> at = new ArrayList<>(Axes.indices(axes));
        Index channel = at.get(1);
        for (int i = 2; i < at.size(); i++) {
            channel = channel.times(factor).plus(at.get(i).modulo(factor));
            at.set(i, at.get(i).floorDivide(factor));
        }
        at.set(1, channel);
        lowering.define(lowering.output(), axes, lowering.input(0).at(at));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        PixelUnshuffle back = new PixelUnshuffle(outputShape, factor, input);
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(back, List.of(gy))));
    }
}
