package dev.convoke.cli;

import dev.convoke.compiler.graph.Network;
import dev.convoke.runtime.Trainable;
import dev.convoke.runtime.Workers;
import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Twin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Times each kernel of a net by itself, in the order and with the data of a real run.
 *
 * @param trainable gives the weights and the threads
 * @param limit of the machine in GFLOP/s, if it is known
 * @param algorithms by the names of inference kernels, of convolutions that could be computed in several ways
 */
record StepTimes(
        Network network,
        Twin twin,
        Trainable trainable,
        int batch,
        OptionalDouble limit,
        Map<String, String> algorithms) {
    private static final int MOST = 20_000;
    private static final int FEWEST = 5;

    /**
     * A kernel.
     *
     * @param algorithm of the convolution it belongs to, if that could be computed in several ways
     * @param macs of the stages it is for; of several kernels for the same ones the longest has them
     * @param gflops of all kernels for these stages together
     */
    record Step(
            String phase,
            int step,
            String name,
            Optional<String> algorithm,
            long medianNanos,
            long macs,
            double gflops,
            OptionalDouble percentOfFmaLimit) {

        /** Whether two kernels compute the same stages: parts of an algorithm are told apart in parentheses. */
        private boolean isForSame(Step other) {
            return stages().equals(other.stages()) && phase.equals(other.phase);
        }

        private String stages() {
            return withoutPart(name);
        }

        private static String withoutPart(String name) {
            return name.replaceFirst(" \\([a-z]+\\)$", "");
        }

        private Step withoutMacs() {
            return new Step(phase, step, name, algorithm, medianNanos, 0, 0, OptionalDouble.empty());
        }

        String line() {
            String speed = macs == 0
                    ? ""
                    : " %8.1f GFLOP/s%s"
                            .formatted(
                                    gflops,
                                    percentOfFmaLimit.isPresent()
                                            ? " %4.0f %%".formatted(percentOfFmaLimit.getAsDouble())
                                            : "");
            String how = macs == 0 ? "" : algorithm.map(a -> ", " + a).orElse("");
            return "  %-8s %3d  %10s%s  %s%s".formatted(phase, step, Timing.text(medianNanos), speed, name, how);
        }
    }

    List<Step> measure(boolean train, float[][] inputs, float[][] outputs, double seconds) {
        List<Phase> phases = train ? List.of(Phase.FORWARD, Phase.BACKWARD) : List.of(Phase.INFERENCE);
        Frame frame = frame(train, inputs, outputs);
        long[][][] times = new long[phases.size()][][];
        for (int p = 0; p < times.length; p++) {
            times[p] = new long[twin.steps(phases.get(p))][MOST];
        }
        int rounds = 0;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (rounds < FEWEST || System.nanoTime() < end && rounds < MOST) {
            for (int p = 0; p < times.length; p++) {
                round(phases.get(p), frame, times[p], rounds);
            }
            rounds++;
        }
        List<Step> steps = new ArrayList<>();
        for (int p = 0; p < times.length; p++) {
            for (int step = 0; step < times[p].length; step++) {
                steps.add(step(phases.get(p), step, Arrays.copyOf(times[p][step], rounds)));
            }
        }
        return steps.stream()
                .map(step -> isMain(step, steps) ? speed(step, steps) : step.withoutMacs())
                .toList();
    }

    /** Of several kernels for the same stages the longest does the multiplications. */
    private static boolean isMain(Step step, List<Step> steps) {
        return steps.stream()
                .filter(other -> other.isForSame(step))
                .noneMatch(other -> other.medianNanos() > step.medianNanos()
                        || other.medianNanos() == step.medianNanos() && other.step() < step.step());
    }

    /** The speed of all kernels for the same stages together. */
    private Step speed(Step step, List<Step> steps) {
        long nanos = steps.stream()
                .filter(other -> other.isForSame(step))
                .mapToLong(Step::medianNanos)
                .sum();
        double gflops = 2.0 * step.macs() * batch / Math.max(1, nanos);
        OptionalDouble share = limit.isPresent() && step.macs() > 0
                ? OptionalDouble.of(100 * gflops / limit.getAsDouble())
                : OptionalDouble.empty();
        return new Step(
                step.phase(),
                step.step(),
                step.name(),
                step.algorithm(),
                step.medianNanos(),
                step.macs(),
                gflops,
                share);
    }

    private Frame frame(boolean train, float[][] inputs, float[][] outputs) {
        NetDescription net = trainable.description();
        Frame frame = new Frame();
        frame.state = trainable.state().clone();
        frame.gradients = new float[net.stateFloats()];
        frame.prepared = new float[net.preparedFloats()];
        frame.inputs = inputs;
        frame.outputs = outputs;
        frame.outputGradients = Arrays.stream(outputs).map(float[]::clone).toArray(float[][]::new);
        frame.inputGradients = new float[inputs.length][0];
        frame.batch = batch;
        NetDescription.Arena arena = train ? net.training() : net.inference();
        long floats = Math.max(
                arena.fixed() + (long) arena.perSample() * batch,
                net.inference().fixed() + (long) net.inference().perSample());
        frame.arena = new float[Math.toIntExact(floats)];
        trainable.workers().run(twin, Phase.PREPARE, frame);
        return frame;
    }

    private void round(Phase phase, Frame frame, long[][] times, int round) {
        Workers workers = trainable.workers();
        for (int step = 0; step < times.length; step++) {
            long begin = System.nanoTime();
            workers.run(twin, phase, step, frame);
            times[step][round] = System.nanoTime() - begin;
        }
    }

    private Step step(Phase phase, int step, long[] times) {
        Arrays.sort(times);
        long median = times[times.length / 2];
        String name = twin.name(phase, step);
        long macs = Macs.of(network, name);
        return new Step(
                phase.name().toLowerCase(Locale.ROOT),
                step,
                name,
                phase == Phase.INFERENCE
                        ? Optional.ofNullable(algorithms.get(Step.withoutPart(name)))
                        : Optional.empty(),
                median,
                macs,
                0,
                OptionalDouble.empty());
    }
}
