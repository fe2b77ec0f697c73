package dev.convoke.runtime;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Twin;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The frames of one inference: a single one where threads share the parts of each step, one for each thread where they share the pieces of a
 * batch. Kept between calls, so that a call like one before allocates nothing.
 */
final class Frames {
    private static final float[][] NONE = {};
    private static final float[] NO_FLOATS = {};

    private final PieceTask pieceTask = new PieceTask();
    private Frame[] frames = {new Frame()};

    /** Readies {@code count} frames, each with an arena of at least so many floats. */
    void open(int count, int floats, float[] state, float[] prepared, float[][] inputs, float[][] outputs) {
        if (frames.length < count) {
            int before = frames.length;
            frames = Arrays.copyOf(frames, count);
            for (int i = before; i < count; i++) {
                frames[i] = new Frame();
            }
        }
        for (int i = 0; i < count; i++) {
            Frame frame = frames[i];
            if (frame.arena.length < floats) {
                frame.arena = new float[floats];
            }
            frame.state = state;
            frame.prepared = prepared;
            frame.inputs = inputs;
            frame.outputs = outputs;
        }
    }

    /** Computes a batch piece after piece, each by the threads together. */
    void together(Workers workers, Twin twin, int batch, int piece) {
        Frame frame = frames[0];
        for (int first = 0; first < batch; first += piece) {
            frame.firstSample = first;
            frame.batch = Math.min(piece, batch - first);
            workers.run(twin, Phase.INFERENCE, frame);
        }
    }

    /** Computes a batch in pieces, each by one of {@code count} threads, which take one after the other. */
    void apart(Workers workers, Twin twin, int batch, int piece, int count) {
        pieceTask.set(frames, twin, batch, piece);
        try {
            workers.run(pieceTask, count);
        } finally {
            pieceTask.set(frames, Workers.NoTwin.INSTANCE, 0, 1);
        }
    }

    /** Lets go of the caller's arrays, and of the network's, which may free them. */
    void close() {
        for (Frame frame : frames) {
            frame.state = NO_FLOATS;
            frame.prepared = NO_FLOATS;
            frame.inputs = NONE;
            frame.outputs = NONE;
        }
    }

    /** A part takes pieces with a frame of its own until none is left; a thread that comes late finds none. */
    private static final class PieceTask implements Workers.Task {
        private final AtomicInteger next = new AtomicInteger();
        private Frame[] frames = {};
        private Twin twin = Workers.NoTwin.INSTANCE;
        private int batch;
        private int piece;

        void set(Frame[] newFrames, Twin newTwin, int newBatch, int newPiece) {
            frames = newFrames;
            twin = newTwin;
            batch = newBatch;
            piece = newPiece;
            next.set(0);
        }

        @Override
        public void run(int from, int to) {
            for (int part = from; part < to; part++) {
                Frame frame = frames[part];
                for (long first = take(); first < batch; first = take()) {
                    frame.firstSample = (int) first;
                    frame.batch = (int) Math.min(piece, batch - first);
                    Workers.alone(twin, Phase.INFERENCE, frame);
                }
            }
        }

        private long take() {
            return (long) next.getAndIncrement() * piece;
        }
    }
}
