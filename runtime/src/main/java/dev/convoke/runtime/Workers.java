package dev.convoke.runtime;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Twin;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A small pool of daemon threads that share the parts of one step at a time with the thread that calls. Entering costs
 * microseconds and allocates nothing: waiting threads spin for some tens of microseconds, then park, and use no processor time until the next
 * step.
 *
 * <p>Any number of threads may call at once. One of them has the pool; the others, and steps started from within a step, run on
 * their own thread alone. Which thread runs which part never shows in a result, for parts write to disjoint places.
 */
public final class Workers implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final int threads;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Crew crew;
    private final StepTask stepTask = new StepTask();
    private final Cleaner.Cleanable cleanable;

    /** Work that consists of independent parts. */
    @FunctionalInterface
    public interface Task {
        /** Runs parts {@code from} (inclusive) to {@code to} (exclusive). */
        void run(int from, int to);
    }

    private Workers(int threads) {
        this.threads = threads;
        this.crew = new Crew(threads - 1);
        Crew reachable = crew;
        // A pool that is dropped without being closed ends too: its threads know the crew but not this object.
        this.cleanable = CLEANER.register(this, reachable::close);
    }

    /**
     * A pool for so many threads, the calling one included; 1 has no threads of its own. Threads start with the first step that needs them.
     *
     * @throws IllegalArgumentException if it is less than 1 or more than {@value Crew#MOST}
     */
    public static Workers of(int threads) {
        if (threads < 1 || threads > Crew.MOST) {
            throw new IllegalArgumentException("threads must be 1 to " + Crew.MOST + ", not " + threads);
        }
        return new Workers(threads);
    }

    /** The number of threads, the calling one included. */
    public int threads() {
        return threads;
    }

    /** Runs all steps of a phase, each complete before the next begins; on the caller's thread alone where that is faster. */
    public void run(Twin twin, Phase phase, Frame frame) {
        boolean together = threads > 1 && Effort.paysThreads(twin, phase, frame.batch);
        run(twin, phase, frame, 0, twin.steps(phase), together);
    }

    /** Runs steps {@code from} (inclusive) to {@code to} (exclusive) of a phase: each shared by as many threads as pay, or all on the caller's. */
    void run(Twin twin, Phase phase, Frame frame, int from, int to, boolean together) {
        if (!together) {
            alone(twin, phase, frame, from, to);
            return;
        }
        for (int step = from; step < to; step++) {
            run(twin, phase, step, frame);
        }
    }

    /** Runs steps on the caller's thread. */
    private static void alone(Twin twin, Phase phase, Frame frame, int from, int to) {
        for (int step = from; step < to; step++) {
            Twin kernels = twin.current(phase, step);
            alone(kernels, phase, step, frame, kernels.parts(phase, step, frame.batch));
        }
    }

    private static void alone(Twin kernels, Phase phase, int step, Frame frame, int parts) {
        if (frame.backwards && kernels.turns(phase, step)) {
            for (int part = parts - 1; part >= 0; part--) {
                kernels.run(phase, step, frame, part, part + 1);
            }
        } else if (parts > 0) {
            kernels.run(phase, step, frame, 0, parts);
        }
    }

    /** Runs one step, shared by as many threads as pay; what it wrote is visible to the caller when this returns. An exception of a part is thrown here. */
    public void run(Twin twin, Phase phase, int step, Frame frame) {
        Twin kernels = twin.current(phase, step);
        int parts = kernels.parts(phase, step, frame.batch);
        if (parts < 1) {
            return;
        }
        int helpers = 0;
        int chunks = 1;
        if (parts > 1 && threads > 1) {
            long cycles = parts * kernels.cycles(phase, step, frame.batch);
            helpers = (int) Math.min(Math.min(threads, parts), cycles / Effort.OF_A_THREAD) - 1;
            chunks = (int) Math.min(crew.mostChunks(parts), cycles / Effort.OF_A_CHUNK);
        }
        if (helpers < 1 || !busy.compareAndSet(false, true)) {
            alone(kernels, phase, step, frame, parts);
            return;
        }
        try {
            stepTask.set(kernels, phase, step, frame);
            crew.run(stepTask, parts, chunks, helpers);
        } finally {
            stepTask.clear();
            busy.set(false);
        }
    }

    /** Runs all parts of {@code task}; the same guarantees as for a step. */
    public void run(Task task, int parts) {
        if (parts < 1) {
            return;
        }
        if (parts < 2 || threads < 2 || !busy.compareAndSet(false, true)) {
            task.run(0, parts);
            return;
        }
        try {
            int chunks = crew.mostChunks(parts);
            crew.run(task, parts, chunks, chunks - 1);
        } finally {
            busy.set(false);
        }
    }

    /** Ends the threads; calls after that run on their own thread alone. */
    @Override
    public void close() {
        cleanable.clean();
    }

    /** A step as a task, reused so that a step allocates nothing; guarded by {@link #busy}. */
    private static final class StepTask implements Task {
        private static final Frame NO_FRAME = new Frame();

        private Twin twin = NoTwin.INSTANCE;
        private Phase phase = Phase.PREPARE;
        private int step;
        private Frame frame = NO_FRAME;

        void set(Twin newTwin, Phase newPhase, int newStep, Frame newFrame) {
            twin = newTwin;
            phase = newPhase;
            step = newStep;
            frame = newFrame;
        }

        void clear() {
            set(NoTwin.INSTANCE, Phase.PREPARE, 0, NO_FRAME);
        }

        @Override
        public void run(int from, int to) {
            twin.run(phase, step, frame, from, to);
        }
    }

    /** Stands where there is no step, so that an idle pool keeps no network alive. */
    enum NoTwin implements Twin {
        INSTANCE;

        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public int steps(Phase phase) {
            return 0;
        }

        @Override
        public String name(Phase phase, int step) {
            return "";
        }

        @Override
        public int parts(Phase phase, int step, int batch) {
            return 0;
        }

        @Override
        public void run(Phase phase, int step, Frame frame, int from, int to) {}
    }
}
