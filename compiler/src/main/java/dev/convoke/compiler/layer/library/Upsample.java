package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.ArrangementProblems;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.ShapeProblems;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a feature map larger or smaller by repeating or interpolating.
 *
 * @param axes one for each spatial axis
 */
public record Upsample(Shape input, List<Resampling> axes) implements Layer {
    private static final List<String> LINEAR = List.of("linear", "bilinear", "trilinear");

    public static final LayerType TYPE = new Facts(
            "Upsample",
            LayerType.Group.SHAPE,
            "Makes a feature map larger, by repeating or interpolating.",
            List.of(
                    Argument.absent(
                            "size",
                            new ArgumentType.Extents(1),
                            "Extents of the result's spatial axes: `(h, w)`, or one for all."),
                    Argument.absent(
                            "scale_factor",
                            new ArgumentType.Reals(Float.MIN_NORMAL, Float.MAX_VALUE, "axis"),
                            "Instead of it, how many times as large the axes become: one number, or one for each."),
                    Argument.optional(
                            "mode",
                            new ArgumentType.Choice(
                                    List.of("nearest", "nearest-exact", "linear", "bilinear", "trilinear")),
                            new ArgumentValue.Text("nearest"),
                            "Whether positions are repeated, or interpolated between along one, two or three axes."),
                    Argument.optional(
                            "align_corners",
                            new ArgumentType.Flag(),
                            new ArgumentValue.Flag(false),
                            "Whether the middles of the outermost positions stay where they are, not the borders.")),
            """
            `y[c, i] = x[c, floor(i * scale)]` with `mode="nearest"`, and `x[c, floor((i + 1/2) * scale)]` with `"nearest-exact"`.

            `"linear"`, `"bilinear"` and `"trilinear"` (for feature maps of one, two and three spatial axes) read at `s = (i + 1/2) * scale - 1/2`, not
            before the first and not behind the last position, between the two positions `l = floor(s)` and `l + 1`:
            `y[c, i] = (1 - (s - l)) * x[c, l] + (s - l) * x[c, l + 1]`; with `align_corners=true` it is `s = i * (in - 1) / (out - 1)`. Along several axes one
            after the other.

            `scale` is `1 / scale_factor`, and `in / out` where `size` is given; the result's extent is then `floor(in * scale_factor)`. The same as PyTorch's
            `Upsample`, also where it rounds `i * scale` to float32 before taking the nearest; it is not rounded here along an axis of more than 65,536
            positions, or where more than 64 of them would be read elsewhere.
            """,
            """
            net Decoder {
              input code: [8, 7, 7]
              code -> Upsample(scale_factor=2)                                 is [8, 14, 14]
                   -> conv: Conv(3, 3, padding=1)
                   -> Upsample((28, 28), mode="bilinear", align_corners=true)  is [3, 28, 28]
                   -> output image
            }
            """,
            Upsample::build);

    public Upsample {
        axes = List.copyOf(axes);
    }

    private static Optional<Upsample> build(Arguments arguments, Shape input, Stage stage) {
        if (!Geometry.isFeatureMap(TYPE.name(), input, stage) || !isConsistent(arguments, input, stage)) {
            return Optional.empty();
        }
        Optional<List<Integer>> size = arguments.isGiven("size")
                ? Geometry.extents(arguments, "size", input, stage)
                : scaled(arguments, input, stage);
        // The axes may hold what differs at single positions, so that the result must be of a possible size first.
        return size.flatMap(out -> Geometry.shape(TYPE.name(), input.channels(), out, stage))
                .map(shape -> new Upsample(input, axes(arguments, input, shape.spatial())));
    }

    /** Whether the arguments go together. */
    private static boolean isConsistent(Arguments arguments, Shape input, Stage stage) {
        boolean size = arguments.isGiven("size");
        if (size == arguments.isGiven("scale_factor")) {
            stage.report(ArrangementProblems.contradicting(
                    size
                            ? "`Upsample` has both a `size` and a `scale_factor`"
                            : "`Upsample` has no `size` and no `scale_factor`",
                    "scale_factor",
                    size ? "the size says it already" : "how large is the result?",
                    size ? "leave one of them out" : "`Upsample(scale_factor=2)` doubles all spatial axes",
                    stage));
            return false;
        }
        String mode = arguments.text("mode");
        int axes = LINEAR.indexOf(mode) + 1;
        if (axes > 0 && axes != input.rank() - 1) {
            stage.report(ArrangementProblems.interpolation(mode, LINEAR.get(input.rank() - 2), input, stage));
            return false;
        }
        if (axes == 0 && arguments.flag("align_corners")) {
            stage.report(ArrangementProblems.contradicting(
                    "`align_corners` goes with interpolation, and `mode` is \"" + mode + "\"",
                    "align_corners",
                    "nothing is interpolated",
                    "leave it out, or give `mode=\"" + LINEAR.get(input.rank() - 2) + "\"`",
                    stage));
            return false;
        }
        return true;
    }

    /** The result's spatial extents from the factors. */
    private static Optional<List<Integer>> scaled(Arguments arguments, Shape input, Stage stage) {
        Optional<List<Double>> factors = arguments.reals("scale_factor", input.rank() - 1);
        if (factors.isEmpty()) {
            stage.report(ShapeProblems.tupleLength("scale_factor", arguments.count("scale_factor"), input, stage));
            return Optional.empty();
        }
        List<Integer> size = new ArrayList<>();
        for (int i = 0; i < factors.get().size(); i++) {
            int in = input.spatial().get(i);
            double out = Math.floor(in * factors.get().get(i));
            if (out < 1) {
                stage.report(ArrangementProblems.nothingLeft(TYPE.name(), in, stage));
                return Optional.empty();
            }
            if (out > Integer.MAX_VALUE) {
                stage.report(ShapeProblems.dimensionTooLarge(TYPE.name(), (long) out, stage));
                return Optional.empty();
            }
            size.add((int) out);
        }
        return Optional.of(size);
    }

    private static List<Resampling> axes(Arguments arguments, Shape input, List<Integer> size) {
        Optional<List<Double>> factors =
                arguments.isGiven("size") ? Optional.empty() : arguments.reals("scale_factor", input.rank() - 1);
        List<Resampling> axes = new ArrayList<>();
        for (int i = 0; i < size.size(); i++) {
            int in = input.spatial().get(i);
            int out = size.get(i);
            if (factors.isEmpty()) {
                axes.add(axis(arguments, in, out, Ratio.of(in, out), (float) in / out));
            } else {
                double factor = factors.get().get(i);
                // Places in the input are counted in parts of a position, which must fit into 31 bits.
                long most = Integer.MAX_VALUE / 4 / Math.max(in, out);
                Ratio scale = Ratio.of(factor, Math.max(most, 1)).inverse();
                axes.add(axis(arguments, in, out, scale, (float) (1 / factor)));
            }
        }
        return axes;
    }

    private static Resampling axis(Arguments arguments, int in, int out, Ratio scale, float rounded) {
        String mode = arguments.text("mode");
        if (!LINEAR.contains(mode)) {
            return NearestResampling.of(in, out, scale, rounded, mode.equals("nearest-exact"));
        }
        return arguments.flag("align_corners") || in == out
                ? LinearResampling.aligned(in, out)
                : LinearResampling.of(in, out, scale);
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Shape outputShape() {
        return new Shape(
                Axes.join(input.channels(), axes.stream().map(Resampling::out).toList()));
    }

    @Override
    public List<Taps> taps() {
        return Taps.all(axes.stream().map(Resampling::taps).toList());
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> all = Lowering.axes(lowering.output());
        List<Index> known = List.of(all.get(0).index(), all.get(1).index());
        lowering.define(
                lowering.output(),
                all,
                interpolated(lowering.input(0), known, Axes.indices(all.subList(2, all.size()))));
    }

    /** The value at some positions of the input's first axes, and at positions of the result's other axes. */
    private Expression interpolated(Tensor x, List<Index> known, List<Index> positions) {
        if (positions.isEmpty()) {
            return x.at(known);
        }
        List<Resampling.Read> reads = axes.get(axes.size() - positions.size()).reads(positions.get(0));
        List<Index> rest = positions.subList(1, positions.size());
        Expression first = interpolated(x, Axes.join(known, List.of(reads.get(0).at())), rest);
        if (reads.size() == 1) {
            return first;
        }
        Expression second =
                interpolated(x, Axes.join(known, List.of(reads.get(1).at())), rest);
        return first.times(reads.get(0).weight()).plus(second.times(reads.get(1).weight()));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(new Gradient(this), List.of(gy))));
    }

    /** {@code gx[n, c, i, j]} is the sum of {@code gy} times the weight wherever {@code x[n, c, i, j]} is read. */
    public record Gradient(Upsample layer) implements Operator {
        @Override
        public String kind() {
            return "UpsampleGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return layer.input.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> all = Lowering.axes(lowering.output());
            List<Axis> taps = new ArrayList<>();
            List<Index> at =
                    new ArrayList<>(List.of(all.get(0).index(), all.get(1).index()));
            Guard guard = Guard.ALWAYS;
            Expression weight = Expression.constant(1);
            for (int i = 0; i < layer.axes.size(); i++) {
                Resampling axis = layer.axes.get(i);
                Index position = all.get(i + 2).index();
                Index reader = axis.first(position);
                int span = axis.span();
                if (span > 1) {
                    Axis tap = Axis.of("k" + i, span);
                    taps.add(tap);
                    reader = reader.plus(tap.index());
                }
                at.add(reader);
                guard = guard.and(axis.isRead(position, reader));
                weight = product(weight, axis.weight(position, reader));
            }
            Expression gy = Expression.where(guard, lowering.input(0).at(at), Expression.constant(0));
            lowering.define(lowering.output(), all, Axes.sum(taps, product(weight, gy)));
        }

        private static Expression product(Expression left, Expression right) {
            return left.equals(Expression.constant(1)) ? right : left.times(right);
        }
    }
}
