package dev.convoke.runtime;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.Initialiser;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.NetDescription.Arena;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.generated.Randoms;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.generated.TensorDescription.Kind;
import dev.convoke.runtime.generated.Twin;
import java.util.List;
import java.util.function.Supplier;

/**
 * Stands in for a generated class: y = dropout(x - running mean) * W^T + b with IN inputs and OUT outputs; the running mean
 * follows the first feature's mean. Like generated code it has all four phases, keeps intermediate values in the arena, and reads and writes at
 * {@link Frame#firstSample}.
 */
public final class LinearNet extends Model {
    public static final int IN = 6;
    public static final int OUT = 3;
    static final int BIAS = IN * OUT;
    static final int MEAN = BIAS + OUT;
    static final float DROP = 0.25f;

    private LinearNet(Twin twin, Parameters parameters) {
        this(describe(), twin, parameters);
    }

    private LinearNet(NetDescription description, Twin twin, Parameters parameters) {
        super(description, twin, parameters);
    }

    private LinearNet(Twin plain, Supplier<Twin> vectors, Parameters parameters) {
        super(describe(), plain, vectors, parameters);
    }

    /** A net with kernels for the first answers and others for later ones. */
    static LinearNet warming(Twin plain, Supplier<Twin> vectors, long seed) {
        return new LinearNet(plain, vectors, Parameters.initialise(describe(), seed));
    }

    public static NetDescription describe() {
        return describe(new Arena(4, IN), new Arena(0, IN));
    }

    static NetDescription describe(Arena inference, Arena training) {
        return new NetDescription(
                "LinearNet",
                1,
                List.of(new Port("image", List.of(1, 2, 3))),
                List.of(new Port("logits", List.of(OUT))),
                List.of(
                        new TensorDescription(
                                "fc.weight", Kind.PARAMETER, List.of(OUT, IN), 0, Initialiser.uniform(0.5f)),
                        new TensorDescription(
                                "fc.bias", Kind.PARAMETER, List.of(OUT), BIAS, Initialiser.uniform(0.25f)),
                        new TensorDescription(
                                "norm.running_mean", Kind.BUFFER, List.of(1), MEAN, Initialiser.constant(0f)),
                        new TensorDescription(
                                "norm.num_batches_tracked", Kind.COUNTER, List.of(), 0, Initialiser.constant(0f))),
                MEAN + 1 + 16,
                1,
                MEAN + 1,
                inference,
                training);
    }

    public static LinearNet of(Parameters parameters) {
        return new LinearNet(new Kernels(), parameters);
    }

    static LinearNet of(Twin twin, Parameters parameters) {
        return new LinearNet(twin, parameters);
    }

    public static LinearNet initialise(long seed) {
        return of(Parameters.initialise(describe(), seed));
    }

    /** The same net with an input of bytes. */
    static LinearNet ofBytes(long seed) {
        NetDescription d = describe();
        NetDescription bytes = new NetDescription(
                d.name(),
                d.formatVersion(),
                List.of(new Port("image", List.of(1, 2, 3), true)),
                d.outputs(),
                d.tensors(),
                d.stateFloats(),
                d.counters(),
                d.preparedFloats(),
                d.inference(),
                d.training());
        return new LinearNet(bytes, new Kernels(), Parameters.initialise(bytes, seed));
    }

    /** A stand-in for a net with a batch normalisation of vectors. */
    public static LinearNet normalised(long seed) {
        NetDescription d = describe();
        NetDescription normalised = new NetDescription(
                d.name(),
                d.formatVersion(),
                d.inputs(),
                d.outputs(),
                d.tensors(),
                d.stateFloats(),
                d.counters(),
                d.preparedFloats(),
                d.inference(),
                d.training(),
                2);
        return new LinearNet(normalised, new Kernels(), Parameters.initialise(normalised, seed));
    }

    /** The kernels; a part is a sample, but for the backward pass, where it is a row of the weights. */
    public static class Kernels implements Twin {
        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public int steps(Phase phase) {
            return phase == Phase.FORWARD ? 3 : phase == Phase.INFERENCE ? 2 : phase == Phase.BACKWARD ? 2 : 1;
        }

        @Override
        public String name(Phase phase, int step) {
            return phase + " " + step;
        }

        @Override
        public int parts(Phase phase, int step, int batch) {
            if (phase == Phase.PREPARE || phase == Phase.FORWARD && step == 0) {
                return 1;
            }
            return phase == Phase.BACKWARD && step == 0 ? OUT : batch;
        }

        @Override
        public void run(Phase phase, int step, Frame frame, int from, int to) {
            switch (phase) {
                case PREPARE -> System.arraycopy(frame.state, 0, frame.prepared, 0, MEAN + 1);
                case INFERENCE -> {
                    if (step == 0) {
                        shift(frame, frame.prepared[MEAN], 4, from, to);
                    } else {
                        multiply(frame, frame.prepared, 4, from, to);
                    }
                }
                case FORWARD -> {
                    if (step == 0) {
                        moveMean(frame);
                    } else if (step == 1) {
                        shift(frame, 0f, 0, from, to);
                        drop(frame, from, to);
                    } else {
                        multiply(frame, frame.state, 0, from, to);
                    }
                }
                case BACKWARD -> {
                    if (step == 0) {
                        weightGradients(frame, from, to);
                    } else if (frame.wantsInputGradients) {
                        inputGradients(frame, from, to);
                    }
                }
            }
        }

        private static void moveMean(Frame frame) {
            float sum = 0;
            for (int s = 0; s < frame.batch; s++) {
                sum += frame.inputs[0][s * IN];
            }
            frame.state[MEAN] = 0.9f * frame.state[MEAN] + 0.1f * (sum / frame.batch);
        }

        private static void shift(Frame frame, float mean, int base, int from, int to) {
            for (int s = from; s < to; s++) {
                int in = (frame.firstSample + s) * IN;
                for (int i = 0; i < IN; i++) {
                    frame.arena[base + s * IN + i] = frame.inputs[0][in + i] - mean;
                }
            }
        }

        private static boolean kept(Frame frame, int index) {
            return Randoms.uniform(frame.randomKey, 0, index) >= DROP;
        }

        private static void drop(Frame frame, int from, int to) {
            for (int i = from * IN; i < to * IN; i++) {
                frame.arena[i] = kept(frame, i) ? frame.arena[i] / (1 - DROP) : 0f;
            }
        }

        private static void multiply(Frame frame, float[] weights, int base, int from, int to) {
            for (int s = from; s < to; s++) {
                for (int o = 0; o < OUT; o++) {
                    float sum = weights[BIAS + o];
                    for (int i = 0; i < IN; i++) {
                        sum = Math.fma(weights[o * IN + i], frame.arena[base + s * IN + i], sum);
                    }
                    frame.outputs[0][(frame.firstSample + s) * OUT + o] = sum;
                }
            }
        }

        private static void weightGradients(Frame frame, int from, int to) {
            for (int o = from; o < to; o++) {
                for (int s = 0; s < frame.batch; s++) {
                    float g = frame.outputGradients[0][s * OUT + o];
                    frame.gradients[BIAS + o] += g;
                    for (int i = 0; i < IN; i++) {
                        frame.gradients[o * IN + i] += g * frame.arena[s * IN + i];
                    }
                }
            }
        }

        private static void inputGradients(Frame frame, int from, int to) {
            for (int s = from; s < to; s++) {
                for (int i = 0; i < IN; i++) {
                    float sum = 0;
                    for (int o = 0; o < OUT; o++) {
                        sum += frame.state[o * IN + i] * frame.outputGradients[0][s * OUT + o];
                    }
                    frame.inputGradients[0][s * IN + i] = kept(frame, s * IN + i) ? sum / (1 - DROP) : 0f;
                }
            }
        }
    }
}
