package dev.convoke.runtime;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Tail;
import dev.convoke.runtime.generated.Tail.Carried;
import dev.convoke.runtime.generated.Twin;
import java.util.Optional;

/**
 * Takes a group of samples through all steps of an inference: all steps at once where the group is no larger than a piece; else those before the
 * net's {@link Tail} piece by piece, and the tail for the whole group. Kept between calls, so that a call like one before allocates nothing.
 */
final class Passage {
    private static final float[][] NONE = {};
    private static final float[] NO_FLOATS = {};

    /** Of all steps, or those before the tail. */
    private final Frame pieces = new Frame();

    private final Frame group = new Frame();

    private Twin askedTwin = Workers.NoTwin.INSTANCE;
    private int askedSamples;
    private boolean threadsPay;

    /** Readies arenas of so many floats for pieces and for groups, none for groups if they are no larger. */
    void open(int floats, int floatsOfGroup, float[] state, float[] prepared, float[][] inputs, float[][] outputs) {
        open(pieces, floats, state, prepared, inputs, outputs);
        open(group, floatsOfGroup, state, prepared, inputs, outputs);
    }

    private static void open(
            Frame frame, int floats, float[] state, float[] prepared, float[][] inputs, float[][] outputs) {
        if (frame.arena.length < floats) {
            frame.arena = new float[floats];
        }
        frame.state = state;
        frame.prepared = prepared;
        frame.inputs = inputs;
        frame.outputs = outputs;
    }

    /** Computes {@code samples} samples of the batch, in pieces of {@code piece} before the tail. */
    void run(Workers workers, Twin twin, Optional<Tail> tail, int firstSample, int samples, int piece) {
        int steps = twin.steps(Phase.INFERENCE);
        pieces.backwards = !pieces.backwards;
        group.backwards = pieces.backwards;
        if (samples <= piece || tail.isEmpty()) {
            select(pieces, firstSample, samples);
            workers.run(twin, Phase.INFERENCE, pieces, 0, steps, together(workers, twin, samples));
            return;
        }
        int firstStep = tail.get().firstStep();
        boolean together = together(workers, twin, samples);
        for (int done = 0; done < samples; done += piece) {
            select(pieces, firstSample + done, Math.min(piece, samples - done));
            workers.run(twin, Phase.INFERENCE, pieces, 0, firstStep, together);
            carry(tail.get(), done, samples);
        }
        select(group, firstSample, samples);
        workers.run(twin, Phase.INFERENCE, group, firstStep, steps, together);
    }

    /** Whether threads pay for so many samples; asked anew only where the last call was another, as it takes a hundredth of the smallest nets' time. */
    private boolean together(Workers workers, Twin twin, int samples) {
        if (workers.threads() < 2) {
            return false;
        }
        if (askedTwin != twin || askedSamples != samples) {
            askedTwin = twin;
            askedSamples = samples;
            threadsPay = Effort.paysThreads(twin, Phase.INFERENCE, samples);
        }
        return threadsPay;
    }

    private static void select(Frame frame, int firstSample, int samples) {
        frame.firstSample = firstSample;
        frame.batch = samples;
    }

    /** Copies what the tail reads of a piece to behind the {@code done} samples of the group before it. */
    private void carry(Tail tail, int done, int samples) {
        for (int i = 0; i < tail.carried().size(); i++) {
            Carried tensor = tail.carried().get(i);
            System.arraycopy(
                    pieces.arena,
                    tail.start() + tensor.offset() * pieces.batch,
                    group.arena,
                    tail.start() + tensor.offset() * samples + done * tensor.floats(),
                    tensor.floats() * pieces.batch);
        }
    }

    /** Lets go of the caller's arrays, and of the network's, which may free them. */
    void close() {
        open(0, 0, NO_FLOATS, NO_FLOATS, NONE, NONE);
    }
}
