package dev.convoke.compiler.layer.library;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Layers computed in the plainest way on {@code [n, c, d, h, w]}, written after PyTorch's kernels and not after the layers. */
final class Reference {
    private Reference() {}

    /** A row-major array of five axes. */
    record Array(int[] extents, double[] values) {
        static Array of(int... extents) {
            return new Array(extents, new double[Arrays.stream(extents).reduce(1, (a, b) -> a * b)]);
        }

        /** A batch of streams of one to three spatial axes. */
        static Array of(int batch, List<Integer> extents, double[] values) {
            int[] five = {batch, extents.get(0), 1, 1, 1};
            for (int i = 1; i < extents.size(); i++) {
                five[5 - extents.size() + i] = extents.get(i);
            }
            return new Array(five, values);
        }

        int index(int n, int c, int d, int h, int w) {
            return (((n * extents[1] + c) * extents[2] + d) * extents[3] + h) * extents[4] + w;
        }

        double at(int n, int c, int d, int h, int w) {
            return values[index(n, c, d, h, w)];
        }

        boolean contains(int d, int h, int w) {
            return d >= 0 && d < extents[2] && h >= 0 && h < extents[3] && w >= 0 && w < extents[4];
        }
    }

    /** A number for each of d, h and w. */
    static int[] three(List<Integer> given, int rank, int missing) {
        int[] three = {missing, missing, missing};
        for (int i = 0; i < rank; i++) {
            three[3 - rank + i] = given.get(given.size() == 1 ? 0 : i);
        }
        return three;
    }

    interface Body {
        void at(int n, int c, int d, int h, int w);
    }

    static void each(int[] extents, Body body) {
        for (int n = 0; n < extents[0]; n++) {
            for (int c = 0; c < extents[1]; c++) {
                for (int d = 0; d < extents[2]; d++) {
                    for (int h = 0; h < extents[3]; h++) {
                        for (int w = 0; w < extents[4]; w++) {
                            body.at(n, c, d, h, w);
                        }
                    }
                }
            }
        }
    }

    static Array conv(
            Array x,
            Array weight,
            double[] bias,
            int[] outputs,
            int[] stride,
            int[] padding,
            int[] dilation,
            int groups) {
        Array y = Array.of(x.extents[0], weight.extents[0], outputs[0], outputs[1], outputs[2]);
        int in = weight.extents[1];
        int out = weight.extents[0] / groups;
        each(y.extents, (n, k, d, h, w) -> {
            double[] sum = {bias.length == 0 ? 0 : bias[k]};
            int[] window = {1, in, weight.extents[2], weight.extents[3], weight.extents[4]};
            each(window, (zero, c, u, v, t) -> {
                int z = d * stride[0] - padding[0] + u * dilation[0];
                int i = h * stride[1] - padding[1] + v * dilation[1];
                int j = w * stride[2] - padding[2] + t * dilation[2];
                if (x.contains(z, i, j)) {
                    sum[0] += x.at(n, k / out * in + c, z, i, j) * weight.at(k, c, u, v, t);
                }
            });
            y.values[y.index(n, k, d, h, w)] = sum[0];
        });
        return y;
    }

    /** {@code pooling_output_shape_pad_lr}. */
    static int pooled(int in, int kernel, int padding, int stride, int dilation, boolean ceil) {
        int out = Math.floorDiv(in + 2 * padding - dilation * (kernel - 1) - 1 + (ceil ? stride - 1 : 0), stride) + 1;
        return ceil && (out - 1) * stride >= in + padding ? out - 1 : out;
    }

    /** Window bounds along each axis, {@code start} and {@code end} as ATen's pools have them. */
    static Array maxPool(Array x, int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceil) {
        Array y = pooledArray(x, kernel, stride, padding, dilation, ceil);
        each(y.extents, (n, c, d, h, w) -> {
            double most = Double.NEGATIVE_INFINITY;
            for (int z : taps(x, 0, d, kernel, stride, padding, dilation)) {
                for (int i : taps(x, 1, h, kernel, stride, padding, dilation)) {
                    for (int j : taps(x, 2, w, kernel, stride, padding, dilation)) {
                        most = Math.max(most, x.at(n, c, z, i, j));
                    }
                }
            }
            y.values[y.index(n, c, d, h, w)] = most;
        });
        return y;
    }

    private static List<Integer> taps(
            Array x, int axis, int position, int[] kernel, int[] stride, int[] padding, int[] dilation) {
        int start = position * stride[axis] - padding[axis];
        int end = Math.min(start + (kernel[axis] - 1) * dilation[axis] + 1, x.extents[axis + 2]);
        while (start < 0) {
            start += dilation[axis];
        }
        List<Integer> taps = new ArrayList<>();
        for (int i = start; i < end; i += dilation[axis]) {
            taps.add(i);
        }
        return taps;
    }

    static Array avgPool(Array x, int[] kernel, int[] stride, int[] padding, boolean ceil, boolean countIncludePad) {
        int[] ones = {1, 1, 1};
        Array y = pooledArray(x, kernel, stride, padding, ones, ceil);
        each(y.extents, (n, c, d, h, w) -> {
            int[] at = {d, h, w};
            int[] start = new int[3];
            int[] end = new int[3];
            int whole = 1;
            int inside = 1;
            for (int i = 0; i < 3; i++) {
                start[i] = at[i] * stride[i] - padding[i];
                end[i] = Math.min(start[i] + kernel[i], x.extents[i + 2] + padding[i]);
                whole *= end[i] - start[i];
                start[i] = Math.max(start[i], 0);
                end[i] = Math.min(end[i], x.extents[i + 2]);
                inside *= end[i] - start[i];
            }
            double sum = 0;
            for (int z = start[0]; z < end[0]; z++) {
                for (int i = start[1]; i < end[1]; i++) {
                    for (int j = start[2]; j < end[2]; j++) {
                        sum += x.at(n, c, z, i, j);
                    }
                }
            }
            y.values[y.index(n, c, d, h, w)] = sum / (countIncludePad ? whole : inside);
        });
        return y;
    }

    private static Array pooledArray(Array x, int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceil) {
        int[] out = new int[5];
        out[0] = x.extents[0];
        out[1] = x.extents[1];
        for (int i = 0; i < 3; i++) {
            out[i + 2] = pooled(x.extents[i + 2], kernel[i], padding[i], stride[i], dilation[i], ceil);
        }
        return Array.of(out);
    }

    static Array adaptiveAvgPool(Array x, int[] outputs) {
        Array y = Array.of(x.extents[0], x.extents[1], outputs[0], outputs[1], outputs[2]);
        each(y.extents, (n, c, d, h, w) -> {
            int[] at = {d, h, w};
            int[] start = new int[3];
            int[] end = new int[3];
            for (int i = 0; i < 3; i++) {
                start[i] = (int) Math.floor((double) at[i] * x.extents[i + 2] / outputs[i]);
                end[i] = (int) Math.ceil((double) (at[i] + 1) * x.extents[i + 2] / outputs[i]);
            }
            double sum = 0;
            int count = 0;
            for (int z = start[0]; z < end[0]; z++) {
                for (int i = start[1]; i < end[1]; i++) {
                    for (int j = start[2]; j < end[2]; j++) {
                        sum += x.at(n, c, z, i, j);
                        count++;
                    }
                }
            }
            y.values[y.index(n, c, d, h, w)] = sum / count;
        });
        return y;
    }

    /** Every element of the input adds its window to the result. */
    static Array convTranspose(
            Array x,
            Array weight,
            double[] bias,
            int[] outputs,
            int[] stride,
            int[] padding,
            int[] dilation,
            int groups) {
        int out = weight.extents[1];
        int in = x.extents[1] / groups;
        Array y = Array.of(x.extents[0], out * groups, outputs[0], outputs[1], outputs[2]);
        each(y.extents, (n, k, d, h, w) -> y.values[y.index(n, k, d, h, w)] = bias.length == 0 ? 0 : bias[k]);
        each(x.extents, (n, c, d, h, w) -> {
            int[] window = {1, out, weight.extents[2], weight.extents[3], weight.extents[4]};
            each(window, (zero, k, u, v, t) -> {
                int z = d * stride[0] - padding[0] + u * dilation[0];
                int i = h * stride[1] - padding[1] + v * dilation[1];
                int j = w * stride[2] - padding[2] + t * dilation[2];
                if (y.contains(z, i, j)) {
                    y.values[y.index(n, c / in * out + k, z, i, j)] += x.at(n, c, d, h, w) * weight.at(c, k, u, v, t);
                }
            });
        });
        return y;
    }

    /** As {@code torch.nn.functional.lp_pool2d} is written, by an average pool. */
    static Array lpPool(Array x, int[] kernel, int[] stride, boolean ceil, double norm) {
        double[] powers = Arrays.stream(x.values).map(v -> Math.pow(v, norm)).toArray();
        Array mean = avgPool(new Array(x.extents, powers), kernel, stride, new int[3], ceil, true);
        int taps = kernel[0] * kernel[1] * kernel[2];
        return new Array(
                mean.extents,
                Arrays.stream(mean.values)
                        .map(v -> Math.pow(Math.signum(v) * Math.max(0, Math.abs(v)) * taps, 1 / norm))
                        .toArray());
    }

    static Array adaptiveMaxPool(Array x, int[] outputs) {
        Array y = Array.of(x.extents[0], x.extents[1], outputs[0], outputs[1], outputs[2]);
        Arrays.fill(y.values, Double.NEGATIVE_INFINITY);
        each(
                y.extents,
                (n, c, d, h, w) -> each(x.extents, (m, k, z, i, j) -> {
                    if (m == n
                            && k == c
                            && in(x, outputs, 0, d, z)
                            && in(x, outputs, 1, h, i)
                            && in(x, outputs, 2, w, j)) {
                        int at = y.index(n, c, d, h, w);
                        y.values[at] = Math.max(y.values[at], x.at(m, k, z, i, j));
                    }
                }));
        return y;
    }

    private static boolean in(Array x, int[] outputs, int axis, int bin, int position) {
        int extent = x.extents[axis + 2];
        return position >= Math.floor((double) bin * extent / outputs[axis])
                && position < Math.ceil((double) (bin + 1) * extent / outputs[axis]);
    }
}
