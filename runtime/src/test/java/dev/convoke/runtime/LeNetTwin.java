package dev.convoke.runtime;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.Initialiser;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.NetDescription.Arena;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.generated.TensorDescription.Kind;
import dev.convoke.runtime.generated.Twin;
import java.util.ArrayList;
import java.util.List;

/**
 * LeNet-5 by hand, as plainly as can be, so that losses, optimisers and the training loop can be held against PyTorch's golden runs
 * without the compiler: conv 1-6 5x5 pad 2, relu, pool, conv 6-16 5x5, relu, pool, 400-120-84-10. One part per step, no thought of speed.
 */
public final class LeNetTwin implements Twin {
    private static final String[] NAMES = {"conv1", "conv2", "fc1", "fc2", "fc3"};
    private static final int[][] WEIGHTS = {{6, 1, 5, 5}, {16, 6, 5, 5}, {120, 400}, {84, 120}, {10, 84}};
    // Per sample: conv1 6x28x28, pooled 6x14x14, conv2 16x10x10, pooled 16x5x5, fc1, fc2; the same again for gradients.
    private static final int[] SIZES = {4704, 1176, 1600, 400, 120, 84};
    private static final int HALF = 4704 + 1176 + 1600 + 400 + 120 + 84;

    private final int[] weight = new int[5];
    private final int[] bias = new int[5];
    private final NetDescription description;

    public LeNetTwin() {
        List<TensorDescription> tensors = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < 5; i++) {
            List<Integer> shape = new ArrayList<>();
            int fan = 1;
            for (int k = 0; k < WEIGHTS[i].length; k++) {
                shape.add(WEIGHTS[i][k]);
                fan *= k == 0 ? 1 : WEIGHTS[i][k];
            }
            Initialiser uniform = Initialiser.uniform((float) (1 / Math.sqrt(fan)));
            weight[i] = at;
            tensors.add(new TensorDescription(NAMES[i] + ".weight", Kind.PARAMETER, shape, at, uniform));
            at += fan * WEIGHTS[i][0];
            bias[i] = at;
            tensors.add(new TensorDescription(NAMES[i] + ".bias", Kind.PARAMETER, List.of(WEIGHTS[i][0]), at, uniform));
            at += WEIGHTS[i][0];
        }
        description = new NetDescription(
                "LeNet5",
                1,
                List.of(new Port("image", List.of(1, 28, 28))),
                List.of(new Port("logits", List.of(10))),
                tensors,
                at + 16,
                0,
                at + 16,
                new Arena(0, HALF),
                new Arena(0, 2 * HALF));
    }

    public NetDescription description() {
        return description;
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public int steps(Phase phase) {
        return 1;
    }

    @Override
    public String name(Phase phase, int step) {
        return "all";
    }

    @Override
    public int parts(Phase phase, int step, int batch) {
        return phase == Phase.FORWARD || phase == Phase.INFERENCE ? batch : 1;
    }

    @Override
    public void run(Phase phase, int step, Frame f, int from, int to) {
        switch (phase) {
            case PREPARE -> System.arraycopy(f.state, 0, f.prepared, 0, f.state.length);
            case INFERENCE -> {
                for (int s = from; s < to; s++) {
                    forward(f, f.prepared, s, s * HALF);
                }
            }
            case FORWARD -> {
                for (int s = from; s < to; s++) {
                    forward(f, f.state, s, s * 2 * HALF);
                }
            }
            case BACKWARD -> {
                for (int s = 0; s < f.batch; s++) {
                    backward(f, s, s * 2 * HALF);
                }
            }
        }
    }

    private static int[] places(int base) {
        int[] at = new int[6];
        for (int i = 0; i < 6; i++) {
            at[i] = base;
            base += SIZES[i];
        }
        return at;
    }

    private void forward(Frame f, float[] w, int sample, int base) {
        int[] at = places(base);
        int s = f.firstSample + sample;
        conv(f.inputs[0], s * 784, 1, 28, 2, w, 0, 6, f.arena, at[0], 28);
        pool(f.arena, at[0], 6, 28, at[1]);
        conv(f.arena, at[1], 6, 14, 0, w, 1, 16, f.arena, at[2], 10);
        pool(f.arena, at[2], 16, 10, at[3]);
        linear(f.arena, at[3], 400, w, 2, f.arena, at[4], 120, true);
        linear(f.arena, at[4], 120, w, 3, f.arena, at[5], 84, true);
        linear(f.arena, at[5], 84, w, 4, f.outputs[0], s * 10, 10, false);
    }

    private void conv(
            float[] x, int xAt, int c, int n, int pad, float[] w, int layer, int k, float[] y, int yAt, int m) {
        for (int o = 0; o < k; o++) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < m; j++) {
                    float sum = w[bias[layer] + o];
                    for (int q = 0; q < c * 25; q++) {
                        int r = i + q % 25 / 5 - pad;
                        int t = j + q % 5 - pad;
                        if (r >= 0 && r < n && t >= 0 && t < n) {
                            sum += w[weight[layer] + o * c * 25 + q] * x[xAt + q / 25 * n * n + r * n + t];
                        }
                    }
                    y[yAt + (o * m + i) * m + j] = Math.max(0f, sum);
                }
            }
        }
    }

    private static int argmax(float[] x, int xAt, int n, int place) {
        int half = n / 2;
        int first = xAt + place / (half * half) * n * n + place % (half * half) / half * 2 * n + place % half * 2;
        int best = first;
        for (int other : new int[] {first + 1, first + n, first + n + 1}) {
            best = x[other] > x[best] ? other : best;
        }
        return best;
    }

    private static void pool(float[] x, int xAt, int c, int n, int yAt) {
        for (int p = 0; p < c * n * n / 4; p++) {
            x[yAt + p] = x[argmax(x, xAt, n, p)];
        }
    }

    private void linear(float[] x, int xAt, int n, float[] w, int layer, float[] y, int yAt, int m, boolean relu) {
        for (int o = 0; o < m; o++) {
            float sum = w[bias[layer] + o];
            for (int i = 0; i < n; i++) {
                sum += w[weight[layer] + o * n + i] * x[xAt + i];
            }
            y[yAt + o] = relu ? Math.max(0f, sum) : sum;
        }
    }

    private void backward(Frame f, int s, int base) {
        int[] at = places(base);
        int[] to = places(base + HALF);
        java.util.Arrays.fill(f.arena, base + HALF, base + 2 * HALF, 0f);
        linearBack(f, at[5], to[5], 84, 4, f.outputGradients[0], s * 10, 10);
        linearBack(f, at[4], to[4], 120, 3, f.arena, to[5], 84);
        linearBack(f, at[3], to[3], 400, 2, f.arena, to[4], 120);
        poolBack(f.arena, at[2], to[2], 16, 10, to[3]);
        convBack(f, f.arena, at[1], to[1], 6, 14, 0, 1, 16, to[2], 10);
        poolBack(f.arena, at[0], to[0], 6, 28, to[1]);
        convBack(f, f.inputs[0], s * 784, -1, 1, 28, 2, 0, 6, to[0], 28);
    }

    /** Of a layer fed by a relu, whose zeros block the gradient. */
    private void linearBack(Frame f, int xAt, int dxAt, int n, int layer, float[] dy, int dyAt, int m) {
        for (int o = 0; o < m; o++) {
            float g = dy[dyAt + o];
            f.gradients[bias[layer] + o] += g;
            for (int i = 0; i < n; i++) {
                f.gradients[weight[layer] + o * n + i] += g * f.arena[xAt + i];
                f.arena[dxAt + i] += f.arena[xAt + i] > 0 ? g * f.state[weight[layer] + o * n + i] : 0f;
            }
        }
    }

    private static void poolBack(float[] a, int xAt, int dxAt, int c, int n, int dyAt) {
        for (int p = 0; p < c * n * n / 4; p++) {
            int best = argmax(a, xAt, n, p);
            a[dxAt + best - xAt] += a[best] > 0 ? a[dyAt + p] : 0f;
        }
    }

    private void convBack(
            Frame f, float[] x, int xAt, int dxAt, int c, int n, int pad, int layer, int k, int dyAt, int m) {
        for (int o = 0; o < k; o++) {
            for (int i = 0; i < m * m; i++) {
                float g = f.arena[dyAt + o * m * m + i];
                f.gradients[bias[layer] + o] += g;
                for (int q = 0; q < c * 25; q++) {
                    int r = i / m + q % 25 / 5 - pad;
                    int t = i % m + q % 5 - pad;
                    if (r >= 0 && r < n && t >= 0 && t < n) {
                        int source = q / 25 * n * n + r * n + t;
                        f.gradients[weight[layer] + o * c * 25 + q] += g * x[xAt + source];
                        if (dxAt >= 0) {
                            f.arena[dxAt + source] += g * f.state[weight[layer] + o * c * 25 + q];
                        }
                    }
                }
            }
        }
    }
}
