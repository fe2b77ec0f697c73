package dev.convoke.benchmarks.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoke.benchmarks.Contender;
import dev.convoke.benchmarks.ConvokeContender;
import dev.convoke.benchmarks.Net;
import dev.convoke.benchmarks.OnnxContender;
import dev.convoke.cli.CompiledNet;
import dev.convoke.cli.Macs;
import dev.convoke.cli.machine.MachineLimits;
import dev.convoke.compiler.plan.Numerics;
import java.io.File;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One net in Convoke and in ONNX Runtime, in one JVM. They take turns, so that what else the machine does meets both.
 */
final class Duel {
    private static final double WARM_UP_SECONDS = 0.4;
    private static final int FEWEST_WARM_UPS = 3;
    private static final int MOST_WARM_UPS = 40;

    /** Compilation in a turn that is no warm-up any more. */
    private static final int QUIET_MILLIS = 10;

    /**
     * What was found.
     *
     * @param allocated bytes of one call of Convoke in steady state
     * @param gigaflops of Convoke at its median
     * @param limit in GFLOP/s of the threads, measured at the same time; NaN if unknown
     */
    record Result(
            int batch,
            int threads,
            Times.Summary peer,
            Times.Summary convoke,
            long allocated,
            double gigaflops,
            double limit) {

        double ratio() {
            return peer.median() / convoke.median();
        }

        double ratioOfMinima() {
            return peer.min() / convoke.min();
        }
    }

    private final CompiledNet compiled;
    private final Path model;
    private final long macs;
    private final int rounds;
    private final double seconds;

    private Duel(Net net, Path model, Numerics numerics, int rounds, double seconds) {
        this.model = model;
        this.compiled = net.compile(numerics);
        this.macs = Macs.of(net.network());
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** Arguments: the net, its model for the peer, a file for the results, the numerics, the number of turns, the seconds of a turn, numbers of threads. */
    public static void main(String[] arguments) throws IOException {
        Net net = Net.of(arguments[0]);
        Duel duel = new Duel(
                net,
                Path.of(arguments[1]),
                Numerics.valueOf(arguments[3]),
                Integer.parseInt(arguments[4]),
                Double.parseDouble(arguments[5]));
        List<Result> results = new ArrayList<>();
        for (int batch : List.of(1, net.largeBatch())) {
            for (int i = 6; i < arguments.length; i++) {
                results.add(duel.fight(batch, Integer.parseInt(arguments[i])));
            }
        }
        new ObjectMapper().writeValue(new File(arguments[2]), results);
        System.exit(0);
    }

    private Result fight(int batch, int threads) {
        var ours = new Times();
        var theirs = new Times();
        try (Contender convoke = new ConvokeContender(compiled, batch, threads);
                Contender peer = new OnnxContender(model, batch, threads)) {
            warmUp(peer);
            warmUp(convoke);
            for (int round = 0; round < rounds; round++) {
                theirs.repeat(peer::run, seconds);
                ours.repeat(convoke::run, seconds);
            }
            long allocated = allocated(convoke);
            double limit = MachineLimits.measure(threads).gigaflops().orElse(Double.NaN);
            Times.Summary summary = ours.summary();
            double gigaflops = 2e-3 * macs * batch / summary.median();
            return new Result(batch, threads, theirs.summary(), summary, allocated, gigaflops, limit);
        }
    }

    /** Until the JIT has nothing to do for a while. */
    private static void warmUp(Contender contender) {
        CompilationMXBean jit = ManagementFactory.getCompilationMXBean();
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            long before = jit.getTotalCompilationTime();
            new Times().repeat(contender::run, WARM_UP_SECONDS);
            if (i >= FEWEST_WARM_UPS && jit.getTotalCompilationTime() - before < QUIET_MILLIS) {
                return;
            }
        }
    }

    private static long allocated(Contender contender) {
        if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads) {
            int calls = 10;
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) {
                contender.run();
            }
            return (threads.getCurrentThreadAllocatedBytes() - before) / calls;
        }
        return -1;
    }
}
