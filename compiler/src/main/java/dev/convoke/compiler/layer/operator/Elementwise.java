package dev.convoke.compiler.layer.operator;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Definitions in which each element depends on the elements at the same place alone. */
public final class Elementwise {
    private Elementwise() {}

    /** The output is a function of the first input. */
    public static void define(Lowering lowering, UnaryOperator<Expression> function) {
        List<Axis> axes = Lowering.axes(lowering.output());
        lowering.define(lowering.output(), axes, function.apply(load(lowering.input(0), axes)));
    }

    /** The output is a function of the first two inputs; an input of extent 1 along an axis is repeated along it. */
    public static void define(Lowering lowering, BinaryOperator<Expression> function) {
        List<Axis> axes = Lowering.axes(lowering.output());
        lowering.define(
                lowering.output(), axes, function.apply(load(lowering.input(0), axes), load(lowering.input(1), axes)));
    }

    private static Expression load(Tensor tensor, List<Axis> axes) {
        List<Index> at = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            boolean repeated =
                    tensor.extent(i).isConstant(1) && !axes.get(i).extent().isConstant(1);
            at.add(repeated ? Index.ZERO : axes.get(i).index());
        }
        return tensor.at(at);
    }
}
