package dev.convoke.compiler.graph;

import java.util.List;

/**
 * One operation of a graph.
 *
 * @param operator what it does
 * @param inputs streams first, then its parameters and buffers
 * @param output the result
 * @param origin where in the spec it comes from
 */
public record Node(Operator operator, List<Value> inputs, Value output, Origin origin) {
    public Node {
        inputs = List.copyOf(inputs);
        List<Integer> extents = operator.output(inputs);
        if (!extents.equals(output.extents()) || operator.batched() != output.batched()) {
            throw new IllegalArgumentException(
                    operator.kind() + " makes " + extents + ", but " + output.name() + " is " + output.extents());
        }
    }
}
