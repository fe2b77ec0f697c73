package dev.convoke.compiler.layer.operator;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.loop.Expression;
import java.util.List;

/** The sum of two parts of a gradient, of a stream or of a parameter. */
public record GradientSum(boolean batched, List<Integer> extents) implements Operator {
    public GradientSum {
        extents = List.copyOf(extents);
    }

    @Override
    public String kind() {
        return "GradientSum";
    }

    @Override
    public List<Integer> output(List<Value> inputs) {
        return extents;
    }

    @Override
    public void lower(Lowering lowering) {
        Elementwise.define(lowering, Expression::plus);
    }
}
