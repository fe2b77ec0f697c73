package dev.convoke.compiler.layer.operator;

import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;

/**
 * The windows that read an input position, which gradients of pools gather from.
 *
 * @param taps axes to go through; none for a spatial axis of which each position is read at most once
 * @param tap for each spatial axis the tap that reads
 * @param window for each spatial axis the window
 * @param guard whether there is such a window
 */
public record Readers(List<Axis> taps, List<Index> tap, List<Index> window, Guard guard) {
    public static Readers of(List<Window> windows, List<Integer> outputs, List<Index> position) {
        List<Axis> candidates =
                Axes.spatial("k", windows.stream().map(Window::kernel).toList());
        List<Axis> taps = new ArrayList<>();
        List<Index> tap = new ArrayList<>();
        List<Index> window = new ArrayList<>();
        Guard guard = Guard.ALWAYS;
        for (int i = 0; i < windows.size(); i++) {
            Window w = windows.get(i);
            if (w.kernel() == 1 || w.dilation() == 1 && w.stride() >= w.kernel()) {
                Index padded = position.get(i).plus(w.padding());
                tap.add(padded.modulo(w.stride()));
                window.add(padded.floorDivide(w.stride()));
                guard = guard.and(Guard.within(tap.get(i), w.kernel()))
                        .and(Guard.within(window.get(i), outputs.get(i)));
            } else {
                Axis axis = candidates.get(i);
                taps.add(axis);
                tap.add(axis.index());
                window.add(w.window(position.get(i), axis.index()));
                guard = guard.and(w.reads(position.get(i), axis.index(), outputs.get(i)));
            }
        }
        return new Readers(taps, tap, window, guard);
    }

    /** The sum of what there is for each window that reads. */
    public Expression sum(Expression inside) {
        return Axes.sum(taps, Expression.where(guard, inside, Expression.constant(0)));
    }
}
