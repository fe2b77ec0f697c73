package dev.convoke.compiler.graph;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What an {@link Operator} is given to say what it computes; collects definitions in the order in which they must run. */
public final class Lowering {
    private final List<Tensor> inputs;
    private final Tensor output;
    private final int stream;
    private final List<Definition> definitions = new ArrayList<>();

    /**
     * @param stream a number that no other node of the net has: the stream of its random numbers
     */
    public Lowering(List<Tensor> inputs, Tensor output, int stream) {
        this.inputs = List.copyOf(inputs);
        this.output = output;
        this.stream = stream;
    }

    public Tensor input(int position) {
        return inputs.get(position);
    }

    public int inputs() {
        return inputs.size();
    }

    public Tensor output() {
        return output;
    }

    /** The stream of this node's random numbers. */
    public int randomStream() {
        return stream;
    }

    /** An intermediate tensor of this node, named {@code output name}: with a space, which no stage's path has. */
    public Tensor temporary(String name, boolean batched, List<Integer> extents) {
        return new Tensor(output.name() + " " + name, batched, extents);
    }

    /** One axis for each index of a tensor: {@code n} if it is batched, then {@code c} and the spatial axes by their rank. */
    public static List<Axis> axes(Tensor tensor) {
        List<Axis> axes = new ArrayList<>();
        if (tensor.batched()) {
            axes.add(Axis.batch("n"));
        }
        List<String> names = switch (tensor.extents().size()) {
            case 0 -> List.of();
            case 1 -> List.of("c");
            case 2 -> List.of("c", "w");
            case 3 -> List.of("c", "h", "w");
            case 4 -> List.of("c", "d", "h", "w");
            default -> List.of("c", "a1", "a2", "a3", "a4", "a5", "a6", "a7");
        };
        for (int i = 0; i < tensor.extents().size(); i++) {
            axes.add(Axis.of(names.get(i), tensor.extents().get(i)));
        }
        return axes;
    }

    /** {@code tensor[axes] = value}; lanes along the channels. */
    public void define(Tensor tensor, List<Axis> axes, Expression value) {
        definitions.add(new Definition(tensor, axes, value, OptionalInt.empty()));
    }

    /** {@code tensor[axes] = value}, 16 at a time along {@code axes[lanes]}. */
    public void define(Tensor tensor, List<Axis> axes, Expression value, int lanes) {
        definitions.add(new Definition(tensor, axes, value, OptionalInt.of(lanes)));
    }

    public List<Definition> definitions() {
        return List.copyOf(definitions);
    }
}
