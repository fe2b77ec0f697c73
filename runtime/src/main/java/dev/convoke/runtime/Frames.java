package dev.convoke.runtime;

import dev.convoke.runtime.generated.Tail;
import dev.convoke.runtime.generated.Twin;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The frames of one inference: a single {@link Passage} where threads share the parts of each step, one for each thread where they share the groups of samples
 * of a batch. Kept between calls, so that a call like one before allocates nothing.
 */
final class Frames {
    private final GroupTask groupTask = new GroupTask();
    private Passage[] passages = {new Passage()};

    /** Readies {@code count} passages with arenas of at least so many floats for pieces and for groups. */
    void open(
            int count,
            int floats,
            int floatsOfGroup,
            float[] state,
            float[] prepared,
            float[][] inputs,
            float[][] outputs) {
        if (passages.length < count) {
            int before = passages.length;
            passages = Arrays.copyOf(passages, count);
            for (int i = before; i < count; i++) {
                passages[i] = new Passage();
            }
        }
        for (int i = 0; i < count; i++) {
            passages[i].open(floats, floatsOfGroup, state, prepared, inputs, outputs);
        }
    }

    /** Computes a batch group after group, each by the threads together. */
    void together(Workers workers, Twin twin, Optional<Tail> tail, int batch, int group, int piece) {
        for (long first = 0; first < batch; first += group) {
            passages[0].run(workers, twin, tail, (int) first, (int) Math.min(group, batch - first), piece);
        }
    }

    /** Computes a batch in groups, each by one of {@code count} threads, which take one after the other. */
    void apart(Workers workers, Twin twin, Optional<Tail> tail, int batch, int group, int piece, int count) {
        groupTask.set(passages, twin, tail, batch, group, piece);
        try {
            workers.run(groupTask, count);
        } finally {
            groupTask.set(passages, Workers.NoTwin.INSTANCE, Optional.empty(), 0, 1, 1);
        }
    }

    /** Lets go of the caller's arrays, and of the network's, which may free them. */
    void close() {
        for (Passage passage : passages) {
            passage.close();
        }
    }

    /** A part takes groups with a passage of its own until none is left; a thread that comes late finds none. */
    private static final class GroupTask implements Workers.Task {
        private static final Workers ALONE = Workers.of(1);

        private final AtomicInteger next = new AtomicInteger();
        private Passage[] passages = {};
        private Twin twin = Workers.NoTwin.INSTANCE;
        private Optional<Tail> tail = Optional.empty();
        private int batch;
        private int group;
        private int piece;

        void set(
                Passage[] newPassages, Twin newTwin, Optional<Tail> newTail, int newBatch, int newGroup, int newPiece) {
            passages = newPassages;
            twin = newTwin;
            tail = newTail;
            batch = newBatch;
            group = newGroup;
            piece = newPiece;
            next.set(0);
        }

        @Override
        public void run(int from, int to) {
            for (int part = from; part < to; part++) {
                for (long first = take(); first < batch; first = take()) {
                    int samples = (int) Math.min(group, batch - first);
                    passages[part].run(ALONE, twin, tail, (int) first, samples, piece);
                }
            }
        }

        private long take() {
            return (long) next.getAndIncrement() * group;
        }
    }
}
