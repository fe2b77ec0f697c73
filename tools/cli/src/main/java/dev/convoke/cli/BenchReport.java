package dev.convoke.cli;

import dev.convoke.cli.machine.MachineLimits;
import dev.convoke.compiler.graph.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What {@code bench} found, as JSON has it.
 *
 * @param threads of Java; OpenCL has its own
 * @param macs multiply-accumulates of one sample's inference
 * @param gflops of all that a call computes, a multiply-accumulate counted as two operations
 * @param fmaLimitGflops what the machine's multiply-add units can do, where it is known
 * @param cacheGigabytesPerSecond what the threads can read from a shared cache, where it is known
 * @param memoryGigabytesPerSecond what they can read from memory, where it is known
 * @param lanes floats of a vector of Java
 * @param device of OpenCL
 * @param steps the kernels one by one, if they were timed
 */
record BenchReport(
        String net,
        String target,
        boolean train,
        int batch,
        OptionalInt threads,
        long medianNanos,
        long minNanos,
        long p99Nanos,
        long iterations,
        long firstCallNanos,
        long allocatedBytesPerCall,
        long macs,
        double gflops,
        OptionalDouble fmaLimitGflops,
        OptionalDouble percentOfFmaLimit,
        OptionalDouble cacheGigabytesPerSecond,
        OptionalDouble memoryGigabytesPerSecond,
        OptionalInt lanes,
        Optional<String> device,
        String jdk,
        Optional<List<StepTimes.Step>> steps) {

    /** Forward, the gradient of the activations and that of the weights each cost about what inference does. */
    private static final int PASSES_OF_A_TRAINING_STEP = 3;

    static BenchReport java(
            Network network,
            boolean train,
            int batch,
            Timing timing,
            int lanes,
            MachineLimits limits,
            Optional<List<StepTimes.Step>> steps) {
        double gflops = gflops(network, batch * (train ? PASSES_OF_A_TRAINING_STEP : 1), timing);
        OptionalDouble limit = limits.gigaflops();
        OptionalDouble share = limit.isPresent() ? OptionalDouble.of(100 * gflops / limit.getAsDouble()) : limit;
        return new BenchReport(
                network.name(),
                Target.JAVA.toString(),
                train,
                batch,
                OptionalInt.of(limits.threads()),
                timing.median(),
                timing.min(),
                timing.p99(),
                timing.iterations(),
                timing.first(),
                timing.allocatedBytes(),
                Macs.of(network),
                gflops,
                limit,
                share,
                limits.cacheGigabytes(),
                limits.memoryGigabytes(),
                OptionalInt.of(lanes),
                Optional.empty(),
                Runtime.version().toString(),
                steps);
    }

    static BenchReport openCl(Network network, int batch, Timing timing, String device) {
        return new BenchReport(
                network.name(),
                Target.OPENCL.toString(),
                false,
                batch,
                OptionalInt.empty(),
                timing.median(),
                timing.min(),
                timing.p99(),
                timing.iterations(),
                timing.first(),
                timing.allocatedBytes(),
                Macs.of(network),
                gflops(network, batch, timing),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.of(device),
                Runtime.version().toString(),
                Optional.empty());
    }

    private static double gflops(Network network, long passes, Timing timing) {
        return 2.0 * Macs.of(network) * passes / timing.median();
    }

    /** For people. */
    List<String> lines(boolean layers) {
        List<String> lines = new ArrayList<>();
        String how = device.map(name -> "OpenCL on " + name)
                .orElseGet(() -> "%d threads, %d lanes".formatted(threads.orElse(1), lanes.orElse(1)));
        lines.add(
                "%s, %s, batch %d, %s, Java %s".formatted(net, train ? "training step" : "inference", batch, how, jdk));
        lines.add("median %s   min %s   p99 %s   over %,d calls"
                .formatted(Timing.text(medianNanos), Timing.text(minNanos), Timing.text(p99Nanos), iterations));
        lines.add("the first call took %s; each allocates %,d bytes"
                .formatted(Timing.text(firstCallNanos), allocatedBytesPerCall));
        lines.add("%,d multiply-adds a sample: %.1f GFLOP/s%s"
                .formatted(
                        macs,
                        gflops,
                        fmaLimitGflops.isPresent()
                                ? ", %.0f %% of the %.0f that the multiply-add units can do"
                                        .formatted(percentOfFmaLimit.orElse(0), fmaLimitGflops.getAsDouble())
                                : ""));
        if (cacheGigabytesPerSecond.isPresent() && memoryGigabytesPerSecond.isPresent()) {
            lines.add("this machine reads %.0f GB/s from its shared cache, %.0f GB/s from memory"
                    .formatted(cacheGigabytesPerSecond.getAsDouble(), memoryGigabytesPerSecond.getAsDouble()));
        }
        if (layers) {
            steps.orElse(List.of()).forEach(step -> lines.add(step.line()));
        }
        return lines;
    }
}
