package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;

/** {@code gx[n, c, i, j] = sum over k, u, v of gy[n, k, (i + padding - u*dilation) / stride, ...] * w[k, c, u, v]}. */
public record ConvInputGradient(Conv conv) implements Operator {
    @Override
    public String kind() {
        return "ConvInputGradient";
    }

    @Override
    public List<Integer> output(List<Value> inputs) {
        return conv.input().extents();
    }

    @Override
    public long multiplyAccumulates(List<Value> inputs) {
        return conv.multiplyAccumulates();
    }

    @Override
    public void lower(Lowering lowering) {
        define(lowering, false);
    }

    /** The same, and added to it the bias of each channel c, if there is one behind the weight. */
    void define(Lowering lowering, boolean bias) {
        Tensor gy = lowering.input(0);
        Tensor w = lowering.input(1);
        Axis n = Axis.batch("n");
        Axis c = Axis.of("c", conv.input().channels());
        List<Axis> positions = Axes.spatial("i", conv.input().spatial());
        List<Axis> taps = Axes.spatial("k", conv.kernel());
        GroupBlocks blocks = new GroupBlocks(conv.groups(), conv.groupOutputs(), conv.groupInputs());
        ChannelPart k = ChannelPart.of("k", blocks.needed() ? blocks.channels() : conv.groupOutputs(), conv.groups());
        Index first = blocks.needed()
                ? blocks.first(c.index())
                : c.index().floorDivide(conv.groupInputs()).times(conv.groupOutputs());
        Index channel = first.plus(k.index());
        Guard guard = Guard.ALWAYS;
        List<Index> at = new ArrayList<>(List.of(n.index(), channel));
        for (int i = 0; i < taps.size(); i++) {
            Window window = conv.windows().get(i);
            Index position = positions.get(i).index();
            Index tap = taps.get(i).index();
            guard = guard.and(
                    window.reads(position, tap, conv.outputShape().spatial().get(i)));
            at.add(window.window(position, tap));
        }
        Expression weight = blocks.needed()
                ? weightsOfBlocks(lowering, w, blocks).at(Axes.join(k.index(), c.index(), Axes.indices(taps)))
                : w.at(Axes.join(channel, c.index().modulo(conv.groupInputs()), Axes.indices(taps)));
        Expression product =
                Expression.where(guard, gy.at(at), Expression.constant(0)).times(weight);
        Expression start = bias ? lowering.input(2).at(c.index()) : Expression.constant(0);
        lowering.define(lowering.output(), Axes.join(n, c, positions), Expression.sum(k.then(taps), start, product));
    }

    /** {@code [what a block reads, c, kernel...]}, 0 where a channel does not see what its block reads. */
    private Tensor weightsOfBlocks(Lowering lowering, Tensor w, GroupBlocks blocks) {
        Tensor weights = lowering.temporary(
                "weight of blocks",
                false,
                Axes.join(blocks.channels(), conv.input().channels(), conv.kernel()));
        List<Axis> axes = Lowering.axes(weights);
        Index place = axes.get(0).index();
        Index c = axes.get(1).index();
        List<Index> taps = Axes.indices(axes.subList(2, axes.size()));
        Expression weight = w.at(Axes.join(blocks.first(c).plus(place), c.modulo(conv.groupInputs()), taps));
        lowering.define(weights, axes, Expression.where(blocks.sees(c, place), weight, Expression.constant(0)));
        return weights;
    }
}
