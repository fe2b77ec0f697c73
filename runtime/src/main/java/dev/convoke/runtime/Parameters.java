package dev.convoke.runtime;

import dev.convoke.runtime.generated.Initialiser;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Randoms;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.generated.TensorDescription.Kind;
import dev.convoke.runtime.problem.SafetensorsException;
import dev.convoke.runtime.problem.WeightsException;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All parameters, running statistics and counters of one network: PyTorch's {@code state_dict}. Immutable.
 *
 * <p>The floats lie in one array of {@link NetDescription#stateFloats} elements, each tensor row-major at its offset.
 */
public final class Parameters {
    private final NetDescription net;
    private final float[] state;
    private final long[] counters;

    private Parameters(NetDescription net, float[] state, long[] counters) {
        this.net = net;
        this.state = state;
        this.counters = counters;
    }

    /** Takes the arrays as they are, without a copy. */
    static Parameters wrap(NetDescription net, float[] state, long[] counters) {
        return new Parameters(net, state, counters);
    }

    /**
     * Fresh parameters. Each tensor has random numbers of its own, drawn by its name and {@code seed}: adding a layer changes no
     * other layer's numbers.
     */
    public static Parameters initialise(NetDescription net, long seed) {
        float[] state = new float[net.stateFloats()];
        for (TensorDescription tensor : net.tensors()) {
            if (tensor.kind() != Kind.COUNTER) {
                fill(state, tensor, seed);
            }
        }
        return new Parameters(net, state, new long[net.counters()]);
    }

    private static void fill(float[] state, TensorDescription tensor, long seed) {
        Initialiser initialiser = tensor.initialiser();
        int from = tensor.offset();
        int count = tensor.elements();
        float low = initialiser.low();
        float high = initialiser.high();
        if (low == high) {
            Arrays.fill(state, from, from + count, low);
            return;
        }
        long key = Randoms.streamKey(seed, Randoms.keyOf(tensor.name()));
        float last = Math.nextDown(high);
        for (int i = 0; i < count; i++) {
            state[from + i] = Math.min(last, Math.fma(Randoms.uniformAt(key, i), high - low, low));
        }
    }

    /**
     * Parameters from a safetensors file with PyTorch's names. F64, F16 and BF16 become float32. As with {@code
     * load_state_dict(strict=True)} no name may be missing or too many, except that {@code num_batches_tracked} may be missing, as in files from before
     * PyTorch 0.4.1; it is 0 then.
     *
     * @throws dev.convoke.runtime.problem.FileException if the file cannot be read
     * @throws SafetensorsException if it is not well-formed
     * @throws WeightsException with all differences, if it does not fit {@code net}
     */
    public static Parameters load(NetDescription net, Path file) {
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            return from(net, weights, name -> true);
        }
    }

    /** Parameters from the tensors of {@code weights} that {@code belongs} accepts; otherwise as {@link #load}. */
    public static Parameters from(
            NetDescription net, SafetensorsFile weights, java.util.function.Predicate<String> belongs) {
        WeightsCheck.against(net, weights, belongs);
        float[] state = new float[net.stateFloats()];
        long[] counters = new long[net.counters()];
        for (TensorDescription tensor : net.tensors()) {
            if (tensor.kind() != Kind.COUNTER) {
                weights.readFloats(tensor.name(), state, tensor.offset());
            } else if (weights.tensors().containsKey(tensor.name())) {
                weights.readLongs(tensor.name(), counters, tensor.offset());
            }
        }
        return new Parameters(net, state, counters);
    }

    /**
     * Parameters from arrays by name, row-major; counters are 0.
     *
     * @throws WeightsException with all differences, if names or lengths do not fit {@code net}
     */
    public static Parameters of(NetDescription net, Map<String, float[]> tensors) {
        WeightsCheck.against(net, tensors);
        float[] state = new float[net.stateFloats()];
        for (TensorDescription tensor : net.tensors()) {
            if (tensor.kind() != Kind.COUNTER) {
                float[] values = Objects.requireNonNull(tensors.get(tensor.name()));
                System.arraycopy(values, 0, state, tensor.offset(), values.length);
            }
        }
        return new Parameters(net, state, new long[net.counters()]);
    }

    /**
     * Writes a safetensors file that PyTorch loads, whole or not at all.
     *
     * @throws dev.convoke.runtime.problem.FileException if it cannot be written
     */
    public void save(Path file) {
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        addTo(writer);
        writer.write(file);
    }

    /** Adds all tensors, with their names, to a file being written. */
    public void addTo(SafetensorsWriter writer) {
        for (TensorDescription tensor : net.tensors()) {
            List<Long> shape = tensor.shape().stream().map(Integer::longValue).toList();
            if (tensor.kind() == Kind.COUNTER) {
                writer.longs(tensor.name(), shape, counters, tensor.offset());
            } else {
                writer.floats(tensor.name(), shape, state, tensor.offset());
            }
        }
    }

    /** The network that these are the parameters of. */
    public NetDescription description() {
        return net;
    }

    /**
     * A copy of one tensor's elements, row-major.
     *
     * @throws IllegalArgumentException if the network has no parameter or buffer of that name
     */
    public float[] get(String name) {
        TensorDescription tensor = tensor(name);
        if (tensor.kind() == Kind.COUNTER) {
            throw new IllegalArgumentException(name + " is a counter: use counter(name)");
        }
        return Arrays.copyOfRange(state, tensor.offset(), tensor.offset() + tensor.elements());
    }

    /**
     * One counter, {@code num_batches_tracked}.
     *
     * @throws IllegalArgumentException if the network has no counter of that name
     */
    public long counter(String name) {
        TensorDescription tensor = tensor(name);
        if (tensor.kind() != Kind.COUNTER) {
            throw new IllegalArgumentException(name + " is no counter: use get(name)");
        }
        return counters[tensor.offset()];
    }

    private TensorDescription tensor(String name) {
        for (TensorDescription tensor : net.tensors()) {
            if (tensor.name().equals(name)) {
                return tensor;
            }
        }
        throw new IllegalArgumentException(net.name() + " has no tensor named " + name);
    }

    /** The shared array; nobody may write to it. */
    float[] state() {
        return state;
    }

    /** The shared array; nobody may write to it. */
    long[] counters() {
        return counters;
    }
}
