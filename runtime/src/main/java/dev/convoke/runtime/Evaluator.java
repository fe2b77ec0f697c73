package dev.convoke.runtime;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Twin;

/** Runs a prepared network in evaluation mode in a frame, in pieces of bounded size. */
final class Evaluator {
    private static final float[][] NONE = {};

    private final NetDescription net;
    private final Twin twin;
    private final float[] prepared;
    private float[] state = {};

    Evaluator(NetDescription net, Twin twin) {
        this.net = net;
        this.twin = twin;
        this.prepared = new float[net.preparedFloats()];
    }

    /** Makes the weights of the inference kernels from {@code state}. */
    void prepare(Workers workers, float[] state) {
        this.state = state;
        Frame frame = new Frame();
        frame.state = state;
        frame.prepared = prepared;
        frame.batch = 1;
        // Preparation shares the fixed part of the arena with inference, if it needs any.
        frame.arena = new float[Pieces.arenaFloats(net.inference(), 1)];
        workers.run(twin, Phase.PREPARE, frame);
    }

    /** Computes outputs of {@code batch} samples; the arrays have been checked. Allocates only where the frame's arena is too small. */
    void run(Workers workers, Frame frame, float[][] inputs, float[][] outputs, int batch) {
        int piece = Pieces.size(net.inference(), batch, workers.threads());
        int floats = Pieces.arenaFloats(net.inference(), piece);
        if (frame.arena.length < floats) {
            frame.arena = new float[floats];
        }
        frame.state = state;
        frame.prepared = prepared;
        frame.inputs = inputs;
        frame.outputs = outputs;
        try {
            for (int first = 0; first < batch; first += piece) {
                frame.firstSample = first;
                frame.batch = Math.min(piece, batch - first);
                workers.run(twin, Phase.INFERENCE, frame);
            }
        } finally {
            frame.inputs = NONE;
            frame.outputs = NONE;
        }
    }
}
