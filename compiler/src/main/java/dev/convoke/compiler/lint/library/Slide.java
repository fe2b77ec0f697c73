package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.lint.LayerUse;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The windows of a convolution or a pool along one spatial axis.
 *
 * @param in positions of the input
 * @param out windows
 */
record Slide(long in, long out, Window window) {
    private static final Set<String> KINDS =
            Set.of("Conv", "DepthwiseConv", "SeparableConv", "MaxPool", "AvgPool", "LpPool");

    /** One for each spatial axis; none for layers that are no convolution or pool. */
    static List<Slide> of(LayerUse layer) {
        return KINDS.contains(layer.kind())
                ? layer.as(Layer.class)
                        .map(each -> of(layer.input(), each.windows(), layer.output()))
                        .orElse(List.of())
                : List.of();
    }

    /** Windows over an input; as many axes as there are. */
    static List<Slide> of(Shape input, List<Window> windows, Shape output) {
        return IntStream.range(0, windows.size())
                .mapToObj(
                        i -> new Slide(input.spatial().get(i), output.spatial().get(i), windows.get(i)))
                .toList();
    }

    /** Whether all that takes the layer's input leaves out something there, so that nothing of the net reads that. */
    static boolean alone(LayerUse layer, Predicate<List<Slide>> leavesOut) {
        Value input = layer.streams().get(0);
        return !layer.net().network().graph().outputs().contains(input)
                && layer.net().takers(input).stream().allMatch(each -> leavesOut.test(of(each)));
    }

    /** Positions from the first tap to the last. */
    long extent() {
        return window.dilation() * (window.kernel() - 1L) + 1;
    }

    /** The position behind the last that is read; may lie in the padding. */
    long end() {
        return (out - 1) * window.stride() - window.padding() + extent();
    }

    /** Positions of the input behind the last that is read. */
    long lost() {
        return Math.max(0, in - end());
    }

    /** Of so many positions as the stride is wide each window reads some, the next ones the same: how many are read of them. */
    long read() {
        long different = window.stride() / Taps.greatestCommonDivisor(window.stride(), window.dilation());
        return out == 1 ? window.stride() : Math.min(window.kernel(), different);
    }

    /** Whether there are positions between windows, or between their taps, that none reads. */
    boolean hasGaps() {
        return read() < window.stride();
    }

    /** Windows that lie within the input and its padding; a layer with {@code ceil_mode} has one more if anything is left over. */
    long whole() {
        return Math.floorDiv(in + 2L * window.padding() - extent(), (long) window.stride()) + 1;
    }

    /** Taps of a window that lie within the input. */
    long inside(long number) {
        long start = number * window.stride() - window.padding();
        long first = Math.max(0, Math.floorDiv(window.dilation() - 1 - start, (long) window.dilation()));
        long last = Math.min(window.kernel() - 1L, Math.floorDiv(in - 1 - start, (long) window.dilation()));
        return Math.max(0, last - first + 1);
    }

    /** Whether more than half of a window lies outside of the input. */
    boolean isMostlyOutside(long number) {
        return 2 * inside(number) < window.kernel();
    }

    /** Taps that meet a position of the input in some window. */
    long liveTaps() {
        return IntStream.range(0, window.kernel()).filter(this::isLive).count();
    }

    boolean isLive(int tap) {
        // The first window in which the tap does not lie before the input.
        long before = window.padding() - (long) tap * window.dilation();
        long first = Math.max(0, Math.floorDiv(before + window.stride() - 1, (long) window.stride()));
        return first < out && first * window.stride() - before < in;
    }

    /** Windows that end before the input or begin behind it. */
    long outside() {
        long stride = window.stride();
        long before = Math.max(0, Math.floorDiv(window.padding() - extent() + stride, stride));
        long behind = Math.max(0, out - Math.floorDiv(in + window.padding() + stride - 1, stride));
        return Math.min(out, before + behind);
    }
}
