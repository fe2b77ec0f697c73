package dev.convoke.compiler.lint;

import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.layer.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The windows of a convolution or a pool along one spatial axis.
 *
 * @param in positions of the input
 * @param out windows
 */
public record Slide(long in, long out, Window window) {
    private static final Set<String> KINDS =
            Set.of("Conv", "DepthwiseConv", "SeparableConv", "MaxPool", "AvgPool", "LpPool");

    /** Whether layers of a kind have any. */
    public static boolean isOf(String kind) {
        return KINDS.contains(kind);
    }

    /** One for each spatial axis; none for layers that are no convolution or pool. */
    static List<Slide> of(String kind, Operator operator, Value input, Shape output) {
        return isOf(kind) && operator instanceof Layer layer
                ? of(input.extents(), layer.windows(), output.extents())
                : List.of();
    }

    /** Windows over an input; as many axes as there are. */
    public static List<Slide> of(Shape input, List<Window> windows, Shape output) {
        return of(input.extents(), windows, output.extents());
    }

    private static List<Slide> of(List<Integer> input, List<Window> windows, List<Integer> output) {
        List<Slide> slides = new ArrayList<>(windows.size());
        for (int i = 0; i < windows.size(); i++) {
            slides.add(new Slide(input.get(i + 1), output.get(i + 1), windows.get(i)));
        }
        return List.copyOf(slides);
    }

    /** Whether all that takes the layer's input leaves out something there, so that nothing of the net reads that. */
    public static boolean alone(LayerUse layer, Predicate<List<Slide>> leavesOut) {
        Value input = layer.streams().get(0);
        return !layer.net().network().graph().outputs().contains(input)
                && layer.net().takers(input).stream().allMatch(each -> leavesOut.test(each.slides()));
    }

    /** Positions from the first tap to the last. */
    public long extent() {
        return window.dilation() * (window.kernel() - 1L) + 1;
    }

    /** The position behind the last that is read; may lie in the padding. */
    public long end() {
        return (out - 1) * window.stride() - window.padding() + extent();
    }

    /** Positions of the input behind the last that is read. */
    public long lost() {
        return Math.max(0, in - end());
    }

    /** Of so many positions as the stride is wide each window reads some, the next ones the same: how many are read of them. */
    public long read() {
        long different = window.stride() / Taps.greatestCommonDivisor(window.stride(), window.dilation());
        return out == 1 ? window.stride() : Math.min(window.kernel(), different);
    }

    /** Whether there are positions between windows, or between their taps, that none reads. */
    public boolean hasGaps() {
        return read() < window.stride();
    }

    /** Windows that lie within the input and its padding; a layer with {@code ceil_mode} has one more if anything is left over. */
    public long whole() {
        return Math.floorDiv(in + 2L * window.padding() - extent(), (long) window.stride()) + 1;
    }

    /** Taps of a window that lie within the input. */
    public long inside(long number) {
        long start = number * window.stride() - window.padding();
        long first = Math.max(0, Math.floorDiv(window.dilation() - 1 - start, (long) window.dilation()));
        long last = Math.min(window.kernel() - 1L, Math.floorDiv(in - 1 - start, (long) window.dilation()));
        return Math.max(0, last - first + 1);
    }

    /** Whether more than half of a window lies outside of the input. */
    public boolean isMostlyOutside(long number) {
        return 2 * inside(number) < window.kernel();
    }

    /** Taps that meet a position of the input in some window. */
    public long liveTaps() {
        long live = 0;
        for (int tap = 0; tap < window.kernel(); tap++) {
            live += isLive(tap) ? 1 : 0;
        }
        return live;
    }

    private boolean isLive(int tap) {
        // The first window in which the tap does not lie before the input.
        long before = window.padding() - (long) tap * window.dilation();
        long first = Math.max(0, Math.floorDiv(before + window.stride() - 1, (long) window.stride()));
        return first < out && first * window.stride() - before < in;
    }

    /** Windows that end before the input or begin behind it. */
    public long outside() {
        long stride = window.stride();
        long before = Math.max(0, Math.floorDiv(window.padding() - extent() + stride, stride));
        long behind = Math.max(0, out - Math.floorDiv(in + window.padding() + stride - 1, stride));
        return Math.min(out, before + behind);
    }
}
