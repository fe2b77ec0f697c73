package dev.convoke.runtime;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Tail;
import dev.convoke.runtime.generated.Twin;
import java.util.Arrays;
import java.util.Optional;

/** Runs a prepared network in evaluation mode in a frame, in pieces of bounded size. */
final class Evaluator {
    private static final Runnable NOTHING = () -> {};

    private final NetDescription net;
    private volatile Twin twin;
    private final Optional<Tail> tail;
    private final float[] prepared;
    private volatile Runnable answered = NOTHING;
    private volatile Runnable closed = NOTHING;
    private volatile float[] state = {};

    Evaluator(NetDescription net, Twin twin) {
        this.net = net;
        this.twin = twin;
        this.tail = twin.tail();
        this.prepared = new float[net.preparedFloats()];
    }

    /** Makes the weights of the inference kernels from {@code state}. */
    void prepare(Workers workers, float[] state) {
        this.state = state;
        Frame frame = new Frame();
        giveWeights(frame);
        frame.batch = 1;
        // Preparation shares the fixed part of the arena with inference, if it needs any.
        frame.arena = new float[Pieces.arenaFloats(net.inference(), 1)];
        workers.run(twin, Phase.PREPARE, frame);
    }

    /** Has kernels that run without vectors at first run with them as soon as they are compiled. */
    void warmUp(WarmingTwin cold) {
        WarmUp warmUp = new WarmUp(net, cold, this::giveWeights, () -> {
            twin = cold.vectors();
            answered = NOTHING;
        });
        answered = warmUp::answered;
        closed = warmUp::stop;
        warmUp.glance();
    }

    private void giveWeights(Frame frame) {
        frame.state = state;
        frame.prepared = prepared;
    }

    /** Keeps no more of the state than inference reads; calls under way finish with what they have. */
    void releaseOriginals() {
        state = Arrays.copyOf(state, net.inferenceStateFloats());
    }

    /** Ends what runs in the background. */
    void close() {
        closed.run();
    }

    /** Computes outputs of {@code batch} samples; the arrays have been checked. Allocates only where the frames' arenas are too small. */
    void run(Workers workers, Frames frames, float[][] inputs, float[][] outputs, int batch) {
        Twin kernels = twin;
        int threads = workers.threads();
        int shared = Pieces.shared(net.inference(), batch, threads);
        int sharedGroup = Pieces.sharedGroup(tail, batch, threads, shared);
        boolean apart = threads > 1 && sharedGroup < batch && Effort.paysPieces(kernels, batch, sharedGroup);
        int piece = apart ? shared : Pieces.size(net.inference(), batch, threads);
        int group = apart ? sharedGroup : Pieces.group(tail, batch, piece);
        int count = apart ? (int) Math.min(threads, ((long) batch + group - 1) / group) : 1;
        int floats = Pieces.arenaFloats(net.inference(), piece);
        int floatsOfGroup = group > piece ? Pieces.arenaFloats(net.inference(), tail.get(), group) : 0;
        try {
            frames.open(count, floats, floatsOfGroup, state, prepared, inputs, outputs);
            if (apart) {
                frames.apart(workers, kernels, tail, batch, group, piece, count);
            } else {
                frames.together(workers, kernels, tail, batch, group, piece);
            }
        } finally {
            frames.close();
        }
        answered.run();
    }
}
