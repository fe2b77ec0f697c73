package dev.convoke.runtime;

import dev.convoke.runtime.generated.Compatibility;
import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.generated.Twin;
import java.util.Arrays;

/**
 * A network with weights of its own that change: forward and backward passes in training mode, and evaluation of the present
 * weights. One thread at a time may use it.
 *
 * <p>A step is {@link #forward}, then a loss on {@link #outputs()} that fills {@link #outputGradients()}, then {@link #backward}, then an
 * update of {@link #state()} from {@link #gradients()}, told by {@link #updated()}.
 */
public final class Trainable implements AutoCloseable {
    private final NetDescription net;
    private final Twin twin;
    private final Workers workers;
    private final Evaluator evaluator;
    private final Ports inputPorts;
    private final Ports outputPorts;
    private final Frame training = new Frame();
    private final Frames evaluation = new Frames();
    private final long[] counters;
    private boolean prepared;

    /** A copy of {@code parameters} to train with so many threads, the caller's included. */
    public Trainable(NetDescription net, Twin twin, Parameters parameters, int threads) {
        Compatibility.require(net.name(), net.formatVersion());
        this.net = net;
        this.twin = twin;
        this.workers = Workers.of(threads);
        this.evaluator = new Evaluator(net, twin);
        this.inputPorts = new Ports(net.name(), "input", net.inputs());
        this.outputPorts = new Ports(net.name(), "output", net.outputs());
        this.counters = parameters.counters().clone();
        training.state = parameters.state().clone();
        training.gradients = new float[net.stateFloats()];
        training.outputs = new float[net.outputs().size()][0];
        training.outputGradients = new float[net.outputs().size()][0];
        training.inputGradients = new float[net.inputs().size()][0];
    }

    /** The network's inputs, outputs and tensors. */
    public NetDescription description() {
        return net;
    }

    /** The pool that runs this network's steps, for other work between them. */
    public Workers workers() {
        return workers;
    }

    /**
     * Runs the network in training mode: running statistics move, their counters go up by the times that their layers are used.
     *
     * @param inputs one array per input with at least {@code batch} samples
     * @param randomKey decides the dropout masks; the same key gives the same
     * @throws dev.convoke.runtime.problem.InputException if the arrays do not fit or the batch is too large for one arena
     * @throws dev.convoke.runtime.problem.TrainingException if the batch is too small for batch normalisation
     */
    public void forward(float[][] inputs, int batch, long randomKey) {
        inputPorts.check(inputs, batch);
        SmallBatches.check(net, batch);
        int floats = Pieces.arenaFloats(net.training(), batch);
        if (training.arena.length < floats) {
            training.arena = new float[floats];
        }
        for (int i = 0; i < training.outputs.length; i++) {
            int length = Math.multiplyExact(outputPorts.elements(i), batch);
            if (training.outputs[i].length < length) {
                training.outputs[i] = new float[length];
                training.outputGradients[i] = new float[length];
            }
        }
        training.inputs = inputs;
        training.batch = batch;
        training.firstSample = 0;
        training.randomKey = randomKey;
        prepared = false;
        workers.run(twin, Phase.FORWARD, training);
        for (TensorDescription tensor : net.tensors()) {
            if (tensor.kind() == TensorDescription.Kind.COUNTER) {
                counters[tensor.offset()] += tensor.perStep();
            }
        }
    }

    /**
     * Refuses epochs of which a batch, usually the last, would be too small for batch normalisation; better told before the first step.
     *
     * @param samples of an epoch
     * @param batch samples per step; the last step has what is left
     * @throws dev.convoke.runtime.problem.TrainingException if one is; it names a size of batch that would do
     */
    public void checkEpoch(int samples, int batch) {
        SmallBatches.checkEpoch(net, samples, batch);
    }

    /** What the last {@link #forward} computed: one array per output, at least {@code batch} samples long. */
    public float[][] outputs() {
        return training.outputs;
    }

    /** For the loss to fill before {@link #backward}: its gradient with respect to {@link #outputs()}, laid out alike. */
    public float[][] outputGradients() {
        return training.outputGradients;
    }

    /** Computes {@link #gradients()} of the last {@link #forward}, and {@link #inputGradients()} where asked for. */
    public void backward(boolean wantsInputGradients) {
        if (wantsInputGradients) {
            for (int i = 0; i < training.inputGradients.length; i++) {
                int length = Math.multiplyExact(inputPorts.elements(i), training.batch);
                if (training.inputGradients[i].length < length) {
                    training.inputGradients[i] = new float[length];
                }
                Arrays.fill(training.inputGradients[i], 0f);
            }
        }
        training.wantsInputGradients = wantsInputGradients;
        Arrays.fill(training.gradients, 0f);
        workers.run(twin, Phase.BACKWARD, training);
    }

    /**
     * The live gradients of the parameters, at the offsets of {@link #state()}. What lies between the parameters, buffers and padding, means nothing
     * and may be any number: go from tensor to tensor.
     */
    public float[] gradients() {
        return training.gradients;
    }

    /** The gradients of the inputs, one array per input; those of inputs of bytes are zeros. */
    public float[][] inputGradients() {
        return training.inputGradients;
    }

    /** The live parameters and buffers, at the offsets of the description. Who writes to them calls {@link #updated()}. */
    public float[] state() {
        return training.state;
    }

    /** Tells that {@link #state()} was written to. */
    public void updated() {
        prepared = false;
    }

    /** Evaluates the present weights, as {@link Model#predict(float[][], float[][], int)} would. */
    public void predict(float[][] inputs, float[][] outputs, int batch) {
        inputPorts.check(inputs, batch);
        outputPorts.check(outputs, batch);
        if (!prepared) {
            evaluator.prepare(workers, training.state);
            prepared = true;
        }
        evaluator.run(workers, evaluation, inputs, outputs, batch);
    }

    /** A copy of the present weights, statistics and counters. */
    public Parameters parameters() {
        return Parameters.wrap(net, training.state.clone(), counters.clone());
    }

    /** Takes over other weights, as a resumed run does. */
    public void restore(Parameters parameters) {
        if (!parameters.description().tensors().equals(net.tensors())) {
            throw new IllegalArgumentException("parameters of another network");
        }
        System.arraycopy(parameters.state(), 0, training.state, 0, training.state.length);
        System.arraycopy(parameters.counters(), 0, counters, 0, counters.length);
        prepared = false;
    }

    /**
     * A copy of one parameter's gradient.
     *
     * @throws IllegalArgumentException if {@code tensor} is not a parameter
     */
    public float[] gradient(TensorDescription tensor) {
        if (tensor.kind() != TensorDescription.Kind.PARAMETER) {
            throw new IllegalArgumentException(tensor.name() + " is no parameter");
        }
        return Arrays.copyOfRange(training.gradients, tensor.offset(), tensor.offset() + tensor.elements());
    }

    /** Ends the threads. */
    @Override
    public void close() {
        workers.close();
    }
}
