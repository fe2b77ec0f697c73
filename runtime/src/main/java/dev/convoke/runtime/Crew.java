package dev.convoke.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads behind {@link Workers} and the protocol by which they share one job at a time.
 *
 * <p>All that must change together is in one long, {@link #state}: the job's number in the upper 48 bits, the chunks not yet claimed in the
 * lower 16. A chunk is claimed by a compare-and-set that takes one from the count. The fields of a job are written before its state
 * and not again until all its chunks are done; so a thread that read fields and then claims with success read that job's
 * fields, and one that comes late, with the fields of no job or of two, fails to claim: either the count is 0 or the number differs.
 *
 * <p>A chunk's writes are visible to the caller because {@link #pending} is decremented after them and read by the caller before
 * it returns; the caller's earlier writes are visible to workers because {@link #state} is set after them.
 */
final class Crew {
    /** The most threads of a pool; chunks must fit 16 bits. */
    static final int MOST = 1024;

    private static final int CHUNKS_PER_THREAD = 8;
    /** With at least so many parts for each chunk, chunks shrink from first to last. */
    private static final int PARTS_OF_SHRINKING_CHUNKS = 4;

    private static final int COUNT_BITS = 16;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final long WORKER_SPIN_NANOS = 50_000;
    private static final long CALLER_SPIN_NANOS = 100_000;
    private static final Workers.Task NOTHING = (from, to) -> {};
    /** Stands where no thread is; never started, so waking it does nothing. */
    private static final Thread NOBODY = new Thread(() -> {});

    private final Member[] members;
    private final boolean spins;

    private final AtomicLong state = new AtomicLong();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    // The job; plain fields, published by state.
    private Workers.Task task = NOTHING;
    private int parts;
    private int chunks;

    private volatile Thread waiter = NOBODY;
    private volatile boolean closed;
    private boolean started;

    Crew(int helpers) {
        members = new Member[helpers];
        // Where there are more threads than processors, spinning takes the time of the one that is waited for.
        spins = helpers < Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < helpers; i++) {
            members[i] = new Member();
        }
    }

    /** Into how many chunks so many parts are cut at most: few parts are a chunk each, so that threads finish at about the same time. */
    int mostChunks(int ofParts) {
        int many = (members.length + 1) * CHUNKS_PER_THREAD;
        return ofParts < many * PARTS_OF_SHRINKING_CHUNKS ? ofParts : many;
    }

    /**
     * The first part of a chunk. Of many parts the first chunks are large, so that a thread works on neighbours, and the last ones small, so that
     * none waits long for another: with n chunks left of all, those have the square of their share of the parts.
     */
    private static int firstPart(long ofParts, long ofChunks, long chunk) {
        if (ofParts < ofChunks * PARTS_OF_SHRINKING_CHUNKS) {
            return (int) (ofParts * chunk / ofChunks);
        }
        long left = ofChunks - chunk;
        return (int) (ofParts - ofParts * left / ofChunks * left / ofChunks);
    }

    /**
     * Runs all parts of {@code newTask}; one caller at a time.
     *
     * @param count chunks, at least 1, at most one for each part and {@link #mostChunks}
     * @param helpers threads to wake, if there are so many; others that wait for work take part too
     */
    void run(Workers.Task newTask, int newParts, int count, int helpers) {
        if (closed) {
            newTask.run(0, newParts);
            return;
        }
        start();
        task = newTask;
        parts = newParts;
        chunks = count;
        pending.set(count);
        waiter = Thread.currentThread();
        state.set(((state.get() >>> COUNT_BITS) + 1) << COUNT_BITS | count);
        int wanted = Math.min(members.length, helpers);
        for (int i = 0; i < wanted; i++) {
            members[i].wake();
        }
        work();
        await();
        waiter = NOBODY;
        task = NOTHING;
        Throwable thrown = failure.getAndSet(null);
        if (thrown != null) {
            rethrow(thrown);
        }
    }

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof RuntimeException) {
            throw (RuntimeException) thrown;
        }
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
        throw new IllegalStateException(thrown);
    }

    private void start() {
        if (started) {
            return;
        }
        started = true;
        for (int i = 0; i < members.length; i++) {
            Thread thread = new Thread(null, members[i], "convoke-worker-" + (i + 1), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            members[i].thread = thread;
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                // No more threads to be had: those that run, and the caller, do all the work.
                return;
            }
        }
    }

    /** Claims and runs chunks until none is left. */
    private void work() {
        long seen = state.get();
        while ((seen & COUNT_MASK) != 0) {
            Workers.Task claimedTask = task;
            long claimedParts = parts;
            int claimedChunks = chunks;
            if (state.compareAndSet(seen, seen - 1)) {
                int chunk = claimedChunks - (int) (seen & COUNT_MASK);
                int from = firstPart(claimedParts, claimedChunks, chunk);
                int to = firstPart(claimedParts, claimedChunks, chunk + 1);
                try {
                    claimedTask.run(from, to);
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                } finally {
                    done();
                }
            }
            seen = state.get();
        }
    }

    private void done() {
        // Read before the decrement: after it the caller may already be in its next job.
        Thread caller = waiter;
        if (pending.decrementAndGet() == 0 && caller != Thread.currentThread()) {
            LockSupport.unpark(caller);
        }
    }

    private void await() {
        if (pending.get() == 0) {
            return;
        }
        long limit = System.nanoTime() + (spins ? CALLER_SPIN_NANOS : 0);
        while (pending.get() != 0 && System.nanoTime() < limit) {
            Thread.onSpinWait();
        }
        boolean interrupted = false;
        while (pending.get() != 0) {
            LockSupport.park(this);
            // A set interrupt flag makes park return at once; it is kept for the caller.
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the threads as soon as they are idle. */
    void close() {
        closed = true;
        for (Member member : members) {
            member.wake();
        }
    }

    private final class Member implements Runnable {
        private volatile Thread thread = NOBODY;
        private volatile boolean parked;

        @Override
        public void run() {
            while (!closed) {
                long before = state.get();
                if ((before & COUNT_MASK) != 0) {
                    work();
                } else {
                    await(before);
                }
            }
        }

        private void await(long idle) {
            long limit = System.nanoTime() + (spins ? WORKER_SPIN_NANOS : 0);
            while (System.nanoTime() < limit) {
                if (state.get() != idle || closed) {
                    return;
                }
                Thread.onSpinWait();
            }
            parked = true;
            // Set, then look again: the caller sets the state, then looks at parked; one of the two sees the other.
            while (state.get() == idle && !closed) {
                LockSupport.park(Crew.this);
                Thread.interrupted();
            }
            parked = false;
        }

        void wake() {
            if (parked) {
                LockSupport.unpark(thread);
            }
        }
    }
}
