package dev.convoke.compiler.loop;

import java.util.List;
import java.util.OptionalInt;

/**
 * What every element of a tensor is: {@code output[axes] = value}. The form in which layers say what they compute; it has no
 * order and no layout. {@code lower} makes loops of it.
 *
 * @param axes one for each index of the output, the batch first if it is batched
 * @param lanes the position among {@code axes} of the axis that is best computed 16 elements at a time, if the author knows
 *     better than the rule (the channel axis: the first after the batch)
 */
public record Definition(Tensor output, List<Axis> axes, Expression value, OptionalInt lanes) {
    public Definition {
        axes = List.copyOf(axes);
        if (axes.size() != output.rank()) {
            throw new IllegalArgumentException(output + " defined over " + axes);
        }
    }
}
