package dev.convoke.runtime;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.generated.Tail;
import dev.convoke.runtime.generated.Twin;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Runs the steps of an inference with vectors, on a thread of its own and on data that nobody sees, until the JIT has compiled them: which is
 * when they take about as long as the compiler of the network expected. Calls go on without vectors meanwhile, step by step with them.
 *
 * <p>There are two rounds. The first, when a model is made, takes steps that are fast already, those of a network that was used before, and ends with
 * the first that is not. The second begins after the first answer, which it must not delay.
 */
final class WarmUp {
    /**
     * How many times as long as expected a compiled step may take: estimates are rough, memory may be slow and the processor busy. What is not
     * compiled takes a hundred times as long.
     */
    private static final double SLACK = 8;

    /** Nanoseconds of a cycle, of a slow processor. */
    private static final double CYCLE = 0.5;

    /** Cycles that are timed at once, well above what it takes to read the clock. */
    private static final long TIMED = 10_000;

    /** How often in a row a step must be fast. */
    private static final int TIMES = 2;

    /** Samples of a large batch, for which some steps have code of their own. */
    private static final int MOST = 16;

    /** Nanoseconds that a step runs before it is another's turn. */
    private static final long SLICE = 4_000_000;

    /** Nanoseconds of rest after a slice that did not make a step fast: for calls, and for the JIT. */
    private static final long REST = 2_000_000;

    /** Nanoseconds after which steps are not waited for any longer: the JIT may have refused them. */
    private static final long PATIENCE = 60_000_000_000L;

    private final NetDescription net;
    private final WarmingTwin twin;
    private final Consumer<Frame> weights;
    private final Runnable whenWarm;
    /** Steps that have not been found fast. */
    private final List<Integer> cold = new LinkedList<>();

    private final AtomicBoolean answered = new AtomicBoolean();
    private boolean begun;
    private volatile boolean stopped;

    /**
     * A warm-up that has not begun.
     *
     * @param weights gives a frame what inference reads of the network
     * @param whenWarm runs when all steps have been found fast
     */
    WarmUp(NetDescription net, WarmingTwin twin, Consumer<Frame> weights, Runnable whenWarm) {
        this.net = net;
        this.twin = twin;
        this.weights = weights;
        this.whenWarm = whenWarm;
    }

    /** Takes the steps that are fast already; returns at once. */
    void glance() {
        start(() -> advance(false));
    }

    /** The network has given an answer: at the first, all other steps are run until they are fast. Returns at once. */
    void answered() {
        if (!answered.getPlain() && answered.compareAndSet(false, true)) {
            start(() -> advance(true));
        }
    }

    private void start(Runnable round) {
        Thread thread = new Thread(null, round, "convoke-warm-up", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // No more threads to be had: what is left to warm gets warm while it is used.
            finish();
        }
    }

    /** Ends a warm-up under way, soon. */
    void stop() {
        stopped = true;
    }

    private synchronized void advance(boolean waits) {
        try {
            Twin vectors = twin.vectors();
            if (!begun) {
                begun = true;
                cold.addAll(inOrder(vectors));
            }
            if (vectors.lanes() > 1 && !cold.isEmpty()) {
                Frame frame = new Frame();
                weights.accept(frame);
                if (waits) {
                    warmAll(vectors, frame);
                } else {
                    glance(vectors, frame);
                }
            }
            if (cold.isEmpty() || vectors.lanes() == 1) {
                whenWarm.run();
            }
        } catch (OutOfMemoryError e) {
            finish();
        }
    }

    /** Steps with short parts first: they are called most often for the time they take, and compile code that longer ones share. */
    private static List<Integer> inOrder(Twin vectors) {
        return IntStream.range(0, vectors.steps(Phase.INFERENCE))
                .boxed()
                .sorted(Comparator.comparingLong(step -> vectors.cycles(Phase.INFERENCE, step, 1)))
                .toList();
    }

    /** Uses vectors however slow they still are. */
    private void finish() {
        for (int step = 0; step < twin.steps(Phase.INFERENCE); step++) {
            twin.warm(step);
        }
        whenWarm.run();
    }

    /** Readies a frame for a step: with data of its own, zeros, of as few samples as there is something to do for. */
    private void ready(Frame frame, Twin vectors, int step) {
        Optional<Tail> tail = vectors.tail();
        int piece = Pieces.size(net.inference(), MOST, Runtime.getRuntime().availableProcessors());
        boolean grouped = tail.isPresent() && step >= tail.get().firstStep();
        int most = grouped ? Pieces.group(tail, MOST, piece) : piece;
        frame.batch = samples(vectors, step, most);
        int floats = grouped
                ? Pieces.arenaFloats(net.inference(), tail.orElseThrow(), frame.batch)
                : Pieces.arenaFloats(net.inference(), frame.batch);
        if (frame.arena.length < floats) {
            frame.arena = new float[floats];
        }
        frame.inputs = samples(net.inputs(), frame.inputs, frame.batch);
        frame.outputs = samples(net.outputs(), frame.outputs, frame.batch);
    }

    /** Arrays with room for so many samples; those there are, if they have it. */
    private static float[][] samples(List<Port> ports, float[][] arrays, int count) {
        boolean enough = IntStream.range(0, arrays.length)
                .allMatch(i -> arrays[i].length >= (long) ports.get(i).elements() * count);
        return enough && arrays.length == ports.size()
                ? arrays
                : ports.stream()
                        .map(port -> new float[Math.multiplyExact(port.elements(), count)])
                        .toArray(float[][]::new);
    }

    /** The fewest samples for which there is something to do: some steps are for large batches only. */
    private static int samples(Twin vectors, int step, int most) {
        return IntStream.iterate(1, batch -> batch <= most, batch -> batch * 2)
                .filter(batch -> vectors.parts(Phase.INFERENCE, step, batch) > 0)
                .findFirst()
                .orElse(1);
    }

    private void glance(Twin vectors, Frame frame) {
        while (!cold.isEmpty() && !stopped && isFast(vectors, cold.get(0), frame, 0)) {
            twin.warm(cold.remove(0));
        }
    }

    /** All steps in turn, a slice of time for each, so that those that wait for the JIT do not keep the others waiting. */
    private void warmAll(Twin vectors, Frame frame) {
        long begin = System.nanoTime();
        while (!cold.isEmpty() && System.nanoTime() - begin < PATIENCE) {
            for (Iterator<Integer> steps = cold.iterator(); steps.hasNext(); ) {
                int step = steps.next();
                if (stopped) {
                    return;
                }
                if (isFast(vectors, step, frame, SLICE)) {
                    twin.warm(step);
                    steps.remove();
                } else {
                    LockSupport.parkNanos(REST);
                }
            }
        }
    }

    /** Whether a step gets fast while it runs for so many nanoseconds. */
    private boolean isFast(Twin vectors, int step, Frame frame, long nanos) {
        ready(frame, vectors, step);
        int parts = vectors.parts(Phase.INFERENCE, step, frame.batch);
        long cycles = Math.max(1, vectors.cycles(Phase.INFERENCE, step, frame.batch));
        int together = (int) Math.max(1, Math.min(parts, TIMED / cycles));
        double allowed = Math.max(TIMED, together * cycles) * CYCLE * SLACK;
        long begin = System.nanoTime();
        int fast = 0;
        int part = 0;
        while (parts > 0 && fast < TIMES) {
            long before = System.nanoTime();
            vectors.run(Phase.INFERENCE, step, frame, part, part + together);
            long after = System.nanoTime();
            fast = after - before <= allowed ? fast + 1 : 0;
            if (fast == 0 && after - begin > nanos) {
                return false;
            }
            part = part + 2 * together > parts ? 0 : part + together;
        }
        return true;
    }
}
