package dev.convoke.compiler.loop;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** Definitions as layers make them, for tests. */
public final class Layers {
    private static final Axis N = Axis.batch("n");

    private Layers() {}

    /** A convolution with a bias, by the definition of the word. */
    public static Definition convolution(Tensor x, Tensor w, Tensor bias, int stride, int padding, Tensor y) {
        Axis k = Axis.of("k", y.extents().get(0));
        Axis oh = Axis.of("oh", y.extents().get(1));
        Axis ow = Axis.of("ow", y.extents().get(2));
        Axis c = Axis.of("c", x.extents().get(0));
        Axis kh = Axis.of("kh", w.extents().get(2));
        Axis kw = Axis.of("kw", w.extents().get(3));
        Index ih = oh.index().times(stride).plus(kh.index()).minus(padding);
        Index iw = ow.index().times(stride).plus(kw.index()).minus(padding);
        Expression input = x.at(List.of(N.index(), c.index(), ih, iw), Expression.constant(0));
        Expression weight = w.at(k.index(), c.index(), kh.index(), kw.index());
        Expression sum = Expression.sum(List.of(c, kh, kw), bias.at(k.index()), input.times(weight));
        return new Definition(y, List.of(N, k, oh, ow), sum, OptionalInt.of(1));
    }

    /** A convolution of each channel by itself. */
    public static Definition depthwise(Tensor x, Tensor w, int stride, int padding, Tensor y) {
        Axis k = Axis.of("k", y.extents().get(0));
        Axis oh = Axis.of("oh", y.extents().get(1));
        Axis ow = Axis.of("ow", y.extents().get(2));
        Axis kh = Axis.of("kh", w.extents().get(2));
        Axis kw = Axis.of("kw", w.extents().get(3));
        Index ih = oh.index().times(stride).plus(kh.index()).minus(padding);
        Index iw = ow.index().times(stride).plus(kw.index()).minus(padding);
        Expression input = x.at(List.of(N.index(), k.index(), ih, iw), Expression.constant(0));
        Expression weight = w.at(k.index(), Index.ZERO, kh.index(), kw.index());
        Expression sum = Expression.sum(List.of(kh, kw), Expression.constant(0), input.times(weight));
        return new Definition(y, List.of(N, k, oh, ow), sum, OptionalInt.of(1));
    }

    /** The gradient of a depthwise convolution's weights: sums over samples and positions. */
    public static Definition depthwiseWeightGradient(Tensor dy, Tensor x, Tensor dw) {
        Axis k = Axis.of("k", dw.extents().get(0));
        Axis kh = Axis.of("kh", dw.extents().get(2));
        Axis kw = Axis.of("kw", dw.extents().get(3));
        Axis oh = Axis.of("oh", dy.extents().get(1));
        Axis ow = Axis.of("ow", dy.extents().get(2));
        Expression product = dy.at(N.index(), k.index(), oh.index(), ow.index())
                .times(x.at(
                        N.index(),
                        k.index(),
                        oh.index().plus(kh.index()),
                        ow.index().plus(kw.index())));
        Expression sum = Expression.sum(List.of(N, oh, ow), Expression.constant(0), product);
        return new Definition(dw, List.of(k, Axis.of("one", 1), kh, kw), sum, OptionalInt.of(0));
    }

    /** The extent of a convolution's result along one axis. */
    public static int extent(int input, int kernel, int stride, int padding) {
        return (input + 2 * padding - kernel) / stride + 1;
    }

    /** Maximum over windows, without padding. */
    public static Definition maxPool(Tensor x, int size, Tensor y) {
        Axis c = Axis.of("c", y.extents().get(0));
        Axis oh = Axis.of("oh", y.extents().get(1));
        Axis ow = Axis.of("ow", y.extents().get(2));
        Axis kh = Axis.of("kh", size);
        Axis kw = Axis.of("kw", size);
        Expression value = Expression.maximum(
                List.of(kh, kw),
                x.at(
                        N.index(),
                        c.index(),
                        oh.index().times(size).plus(kh.index()),
                        ow.index().times(size).plus(kw.index())));
        return new Definition(y, List.of(N, c, oh, ow), value, OptionalInt.empty());
    }

    /** {@code y = w x + b}. */
    public static Definition linear(Tensor x, Tensor w, Tensor bias, Tensor y) {
        Axis k = Axis.of("k", y.extents().get(0));
        Axis c = Axis.of("c", x.extents().get(0));
        Expression product = x.at(N.index(), c.index()).times(w.at(k.index(), c.index()));
        return new Definition(
                y, List.of(N, k), Expression.sum(List.of(c), bias.at(k.index()), product), OptionalInt.empty());
    }

    /** The largest value of each row. */
    public static Definition rowMaximum(Tensor x, Tensor y) {
        Axis j = Axis.of("j", x.extents().get(0));
        return new Definition(
                y, List.of(N), Expression.maximum(List.of(j), x.at(N.index(), j.index())), OptionalInt.empty());
    }

    /** The sum of exponentials of each row, less its largest value. */
    public static Definition rowSum(Tensor x, Tensor maximum, Tensor y) {
        Axis j = Axis.of("j", x.extents().get(0));
        Expression power =
                x.at(N.index(), j.index()).minus(maximum.at(N.index())).apply(Expression.UnaryOperation.EXP);
        return new Definition(y, List.of(N), Expression.sum(List.of(j), power), OptionalInt.empty());
    }

    /** Softmax, given what {@link #rowMaximum} and {@link #rowSum} define. */
    public static Definition softmax(Tensor x, Tensor maximum, Tensor sum, Tensor y) {
        Axis c = Axis.of("c", x.extents().get(0));
        Expression power =
                x.at(N.index(), c.index()).minus(maximum.at(N.index())).apply(Expression.UnaryOperation.EXP);
        return new Definition(y, List.of(N, c), power.dividedBy(sum.at(N.index())), OptionalInt.empty());
    }

    /** Normally distributed floats. */
    public static float[] random(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
