package dev.convoke.runtime;

import dev.convoke.runtime.generated.Compatibility;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Twin;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A network in evaluation mode; every generated class is one.
 *
 * <p>Thread-safe: the weights are shared and immutable, and each call has a workspace of its own from a pool. Once a thread has made
 * a call with some batch size, further ones like it allocate nothing. Large batches run in pieces, so that memory stays bounded;
 * neither that nor the number of threads ever shows in a result.
 *
 * <p>Arrays are row-major, {@code [batch][channel][row][column]}. A wrong length is an {@link
 * dev.convoke.runtime.problem.InputException} with the numbers.
 */
public abstract class Model implements AutoCloseable {
    private final NetDescription description;
    private final Twin twin;
    private volatile Optional<Parameters> parameters;
    private final Ports inputs;
    private final Ports outputs;
    private final Evaluator evaluator;
    private final Workspace.Pool pool;
    private volatile Workers workers = Workers.of(defaultThreads());
    private volatile boolean closed;

    /**
     * Makes the inference kernels' weights from {@code parameters}. The first answers are computed without vectors, until those are compiled.
     *
     * @param description the network's
     * @param plain the kernels without vectors
     * @param vectors gives the kernels for this machine, once, when they are first needed
     * @param parameters made for {@code description}
     */
    protected Model(NetDescription description, Twin plain, Supplier<Twin> vectors, Parameters parameters) {
        this(description, new WarmingTwin(plain, vectors), parameters);
    }

    private Model(NetDescription description, WarmingTwin twin, Parameters parameters) {
        this(description, (Twin) twin, parameters);
        evaluator.warmUp(twin);
    }

    /**
     * Makes the inference kernels' weights from {@code parameters}.
     *
     * @param description the network's
     * @param twin the kernels for this machine
     * @param parameters made for {@code description}
     */
    protected Model(NetDescription description, Twin twin, Parameters parameters) {
        Compatibility.require(description.name(), description.formatVersion());
        if (parameters.state().length != description.stateFloats()
                || !parameters.description().tensors().equals(description.tensors())) {
            throw new IllegalArgumentException("these are parameters of "
                    + parameters.description().name() + ", which has other tensors than " + description.name());
        }
        this.description = description;
        this.twin = twin;
        this.parameters = Optional.of(parameters);
        this.evaluator = new Evaluator(description, twin);
        this.inputs = new Ports(description.name(), "input", description.inputs());
        this.outputs = new Ports(description.name(), "output", description.outputs());
        this.pool = new Workspace.Pool(inputs.size(), outputs.size() == 1 ? outputs.elements(0) : 0);
        evaluator.prepare(workers, parameters.state());
    }

    private static int defaultThreads() {
        return Math.max(1, Math.min(Crew.MOST, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * The output for one sample, for a net with one input and one output.
     *
     * @param image exactly one sample
     * @return a new array of one output
     */
    public final float[] predict(float[] image) {
        inputs.checkOnly(image.length, 1, true);
        outputs.requireOnly();
        float[] result = new float[outputs.elements(0)];
        run(image, result, 1);
        return result;
    }

    /**
     * The outputs for a batch, for a net with one input and one output.
     *
     * @param images {@code batch} samples, one after the other; what follows them is not read
     * @param results receives {@code batch} outputs; what follows them is not written
     */
    public final void predict(float[] images, float[] results, int batch) {
        inputs.checkOnly(images.length, batch, false);
        outputs.checkOnly(results.length, batch, false);
        run(images, results, batch);
    }

    /**
     * The output for one sample, for a net with one input, of bytes, and one output.
     *
     * @param image exactly one sample, its bytes from 0 to 255 although Java writes them from -128
     * @return a new array of one output
     */
    public final float[] predict(byte[] image) {
        inputs.requireBytes();
        inputs.checkOnly(image.length, 1, true);
        outputs.requireOnly();
        float[] result = new float[outputs.elements(0)];
        run(image, result, 1);
        return result;
    }

    /**
     * The outputs for a batch, for a net with one input, of bytes, and one output. Where a method takes floats, such a net takes what the
     * bytes stand for, {@code byte / 255f}.
     *
     * @param images {@code batch} samples, one after the other; what follows them is not read
     * @param results receives {@code batch} outputs; what follows them is not written
     */
    public final void predict(byte[] images, float[] results, int batch) {
        inputs.requireBytes();
        inputs.checkOnly(images.length, batch, false);
        outputs.checkOnly(results.length, batch, false);
        run(images, results, batch);
    }

    private void run(byte[] images, float[] results, int batch) {
        Workers crew = open();
        Workspace workspace = pool.take();
        try {
            workspace.input[0] = workspace.decoded(0, images, inputs.elements(0) * batch);
            workspace.output[0] = results;
            evaluator.run(crew, workspace.frames, workspace.input, workspace.output, batch);
        } finally {
            pool.give(workspace);
        }
    }

    private void run(float[] images, float[] results, int batch) {
        Workers crew = open();
        Workspace workspace = pool.take();
        try {
            workspace.input[0] = images;
            workspace.output[0] = results;
            evaluator.run(crew, workspace.frames, workspace.input, workspace.output, batch);
        } finally {
            pool.give(workspace);
        }
    }

    /**
     * The outputs for a batch, for any net.
     *
     * @param samples one array per input, in the order of declaration, each with {@code batch} samples
     * @param results one array per output, each receives {@code batch} samples
     */
    public final void predict(float[][] samples, float[][] results, int batch) {
        inputs.check(samples, batch);
        outputs.check(results, batch);
        Workers crew = open();
        Workspace workspace = pool.take();
        try {
            evaluator.run(crew, workspace.frames, samples, results, batch);
        } finally {
            pool.give(workspace);
        }
    }

    /**
     * The outputs for a batch, for any net whose inputs are bytes, or some bytes and some floats:
     * {@code net.predict(List.of(Samples.of(pixels), Samples.of(depths)), results, batch)}.
     *
     * @param samples one for each input, in the order of declaration, each with {@code batch} samples
     * @param results one array per output, each receives {@code batch} samples
     */
    public final void predict(List<Samples> samples, float[][] results, int batch) {
        inputs.check(samples, batch);
        outputs.check(results, batch);
        Workers crew = open();
        Workspace workspace = pool.take();
        try {
            for (int i = 0; i < inputs.size(); i++) {
                workspace.input[i] = samples.get(i).floats(i, inputs.elements(i) * batch, workspace);
            }
            evaluator.run(crew, workspace.frames, workspace.input, results, batch);
        } finally {
            pool.give(workspace);
        }
    }

    /**
     * The index of the largest output for one sample, the first of equals; 0 if none is a number. Allocates nothing.
     *
     * @param image exactly one sample
     */
    public final int classify(float[] image) {
        inputs.checkOnly(image.length, 1, true);
        outputs.requireOnly();
        Workers crew = open();
        Workspace workspace = pool.take();
        try {
            workspace.input[0] = image;
            workspace.output[0] = workspace.scores;
            evaluator.run(crew, workspace.frames, workspace.input, workspace.output, 1);
            return largest(workspace.scores, 0, workspace.scores.length);
        } finally {
            pool.give(workspace);
        }
    }

    /**
     * As {@link #classify(float[])}, of one sample in bytes, for a net with an input of bytes.
     *
     * @param image exactly one sample, its bytes from 0 to 255 although Java writes them from -128
     */
    public final int classify(byte[] image) {
        inputs.requireBytes();
        inputs.checkOnly(image.length, 1, true);
        outputs.requireOnly();
        Workers crew = open();
        Workspace workspace = pool.take();
        try {
            workspace.input[0] = workspace.decoded(0, image, image.length);
            workspace.output[0] = workspace.scores;
            evaluator.run(crew, workspace.frames, workspace.input, workspace.output, 1);
            return largest(workspace.scores, 0, workspace.scores.length);
        } finally {
            pool.give(workspace);
        }
    }

    /** The index, from {@code from}, of the largest of {@code count} elements, the first of equals; NaN is smaller than any. */
    public static int largest(float[] values, int from, int count) {
        int best = 0;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            if (values[from + i] > most) {
                most = values[from + i];
                best = i;
            }
        }
        return best;
    }

    /**
     * The weights.
     *
     * @throws IllegalStateException after {@link #releaseParameters}
     */
    public final Parameters parameters() {
        return parameters.orElseThrow(() -> new IllegalStateException("the parameters of " + description.name()
                + " were released; load them again where they are needed, or do not call releaseParameters()"));
    }

    /**
     * Frees the weights that the kernels have copies of, laid out for them: up to half of a model's memory. Predictions stay as they are;
     * {@link #parameters()} and {@link #trainable()} are an {@link IllegalStateException} from now on. Whoever holds the {@link Parameters} keeps them.
     */
    public final void releaseParameters() {
        evaluator.releaseOriginals();
        parameters = Optional.empty();
    }

    /** The network's inputs, outputs and tensors. */
    public final NetDescription description() {
        return description;
    }

    /** Vector lanes of the kernels in use; 1 for scalar code. */
    public final int lanes() {
        return twin.lanes();
    }

    /**
     * A copy of this network that can be trained, with as many threads. This one keeps its weights; give the trained ones, {@link
     * Trainable#parameters()}, to a new model.
     *
     * @throws IllegalStateException after {@link #releaseParameters}
     */
    public final Trainable trainable() {
        return new Trainable(description, twin.current(Phase.FORWARD, 0), parameters(), workers.threads());
    }

    /** How many threads share the work of one call, the caller's included. */
    public final int threads() {
        return workers.threads();
    }

    /**
     * Sets how many threads share the work of one call, the caller's included; all processors at first. Where many threads call at once, 1
     * is best. Calls under way finish with the number they began with.
     */
    public final synchronized void threads(int count) {
        Workers old = workers;
        if (closed || count == old.threads()) {
            return;
        }
        workers = Workers.of(count);
        old.close();
    }

    private Workers open() {
        if (closed) {
            throw new IllegalStateException(description.name() + " is closed");
        }
        return workers;
    }

    /** Ends the threads and frees the workspaces; calls under way finish, later ones are an {@link IllegalStateException}. */
    @Override
    public synchronized void close() {
        closed = true;
        evaluator.close();
        workers.close();
        pool.clear();
    }
}
