package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;

/** {@code gw[k, c, u, v] = sum over n, i, j of gy[n, k, i, j] * x[n, c, i*stride - padding + u*dilation, ...]}. */
public record ConvWeightGradient(Conv conv) implements Operator {
    @Override
    public String kind() {
        return "ConvWeightGradient";
    }

    @Override
    public boolean batched() {
        return false;
    }

    @Override
    public List<Integer> output(List<Value> inputs) {
        return conv.weight();
    }

    @Override
    public long multiplyAccumulates(List<Value> inputs) {
        return conv.multiplyAccumulates();
    }

    @Override
    public void lower(Lowering lowering) {
        Axis k = Axis.of("k", conv.outputShape().channels());
        GroupBlocks blocks = new GroupBlocks(conv.groups(), conv.groupInputs(), conv.groupOutputs());
        if (!blocks.needed()) {
            Index part = ChannelPart.of("c", conv.groupInputs(), conv.groups()).index();
            Index first = k.index().floorDivide(conv.groupOutputs()).times(conv.groupInputs());
            define(lowering, lowering.output(), k, Axis.of("c", conv.groupInputs()), first.plus(part));
            return;
        }
        Axis place = Axis.of("c", blocks.channels());
        Tensor ofBlocks = lowering.temporary(
                "of blocks", false, Axes.join(conv.outputShape().channels(), blocks.channels(), conv.kernel()));
        define(lowering, ofBlocks, k, place, blocks.first(k.index()).plus(place.index()));
        List<Axis> axes = Lowering.axes(lowering.output());
        Index at = blocks.place(axes.get(0).index(), axes.get(1).index());
        lowering.define(
                lowering.output(),
                axes,
                ofBlocks.at(Axes.join(axes.get(0).index(), at, Axes.indices(axes.subList(2, axes.size())))));
    }

    private void define(Lowering lowering, Tensor output, Axis k, Axis c, Index channel) {
        Tensor gy = lowering.input(0);
        Tensor x = lowering.input(1);
        List<Axis> taps = Axes.spatial("k", conv.kernel());
        Axis n = Axis.batch("n");
        List<Axis> positions = Axes.spatial("o", conv.outputShape().spatial());
        Expression product = gy.at(Axes.join(n.index(), k.index(), Axes.indices(positions)))
                .times(conv.read(x, n, channel, positions, taps));
        lowering.define(output, Axes.join(k, c, taps), Expression.sum(Axes.join(n, positions), product), 0);
    }
}
