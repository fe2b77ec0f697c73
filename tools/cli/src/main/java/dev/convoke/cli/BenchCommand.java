package dev.convoke.cli;

import dev.convoke.compiler.graph.Network;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.Trainable;
import dev.convoke.runtime.generated.NetDescription;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times generated code. */
@Command(name = "bench", description = "Times the generated code in steady state with random weights.")
final class BenchCommand implements Callable<Integer> {
    /** Forward, the gradient of the activations and that of the weights each cost about what inference does. */
    private static final int PASSES_OF_A_TRAINING_STEP = 3;

    @Mixin
    private Output output = new Output();

    @Mixin
    private NetOptions net = new NetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--batch", paramLabel = "B", description = "Samples of a call; 1 by default.")
    private int batch = 1;

    @Option(names = "--train", description = "Times forward and backward of a training step instead of inference.")
    private boolean train;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long to measure after as long a warm-up; 5 by default.")
    private double seconds = 5;

    @Option(names = "--layers", description = "Shows each kernel's time, speed and share of the machine's limit.")
    private boolean layers;

    @Option(names = "--target", paramLabel = "java|opencl", description = "Which generated code runs; java by default.")
    private Target target = Target.JAVA;

    /** The result as JSON. */
    private record Document(
            String net,
            boolean train,
            int batch,
            int threads,
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
            int lanes,
            String jdk,
            Optional<List<StepTimes.Step>> steps) {}

    @Override
    public Integer call() throws UsageProblem, DataProblem, SpecProblems {
        if (batch < 1 || !(seconds > 0 && seconds <= 3600)) {
            throw new UsageProblem("--batch must be at least 1 and --seconds more than 0 and at most 3600");
        }
        if (target == Target.OPENCL) {
            throw new UsageProblem("bench times --target java only, until OpenCL kernels are tuned");
        }
        Network network = net.network();
        CompiledNet compiled = net.compile(network, train);
        NetDescription description = compiled.description();
        try (Model model = compiled.model(Parameters.initialise(description, 1), run.threads());
                Trainable trainable = model.trainable()) {
            float[][] inputs = noise(description);
            float[][] outputs = outputs(description);
            Runnable call = train
                    ? () -> {
                        trainable.forward(inputs, batch, 1);
                        trainable.backward(false);
                    }
                    : () -> model.predict(inputs, outputs, batch);
            Timing timing = Timing.of(call, seconds);
            OptionalDouble limit = FmaLimit.gigaflops(run.threads());
            Optional<List<StepTimes.Step>> steps = Optional.empty();
            if (layers || output.json()) {
                steps = Optional.of(new StepTimes(network, compiled.twin(), trainable, batch, limit)
                        .measure(train, inputs, outputs, seconds));
            }
            report(description.name(), Macs.of(network), model.lanes(), timing, limit, steps);
        }
        return 0;
    }

    private void report(
            String name,
            long macs,
            int lanes,
            Timing timing,
            OptionalDouble limit,
            Optional<List<StepTimes.Step>> steps)
            throws UsageProblem {
        double operations = 2.0 * macs * batch * (train ? PASSES_OF_A_TRAINING_STEP : 1);
        double gflops = operations / timing.median();
        OptionalDouble share = limit.isPresent() ? OptionalDouble.of(100 * gflops / limit.getAsDouble()) : limit;
        output.document(new Document(
                name,
                train,
                batch,
                run.threads(),
                timing.median(),
                timing.min(),
                timing.p99(),
                timing.iterations(),
                timing.first(),
                timing.allocatedBytes(),
                macs,
                gflops,
                limit,
                share,
                lanes,
                Runtime.version().toString(),
                steps));
        output.line("%s, %s, batch %d, %d threads, %d lanes, Java %s"
                .formatted(
                        name, train ? "training step" : "inference", batch, run.threads(), lanes, Runtime.version()));
        output.line("median %s   min %s   p99 %s   over %d calls; the first took %s, each allocates %d bytes"
                .formatted(
                        Timing.text(timing.median()),
                        Timing.text(timing.min()),
                        Timing.text(timing.p99()),
                        timing.iterations(),
                        Timing.text(timing.first()),
                        timing.allocatedBytes()));
        output.line("%,d multiply-adds a sample: %.1f GFLOP/s%s"
                .formatted(
                        macs,
                        gflops,
                        limit.isPresent()
                                ? ", %.0f %% of the %.0f that the machine's multiply-add units can do"
                                        .formatted(share.orElse(0), limit.getAsDouble())
                                : ""));
        if (layers) {
            steps.orElse(List.of()).forEach(step -> output.line(step.line()));
        }
    }

    private float[][] noise(NetDescription description) {
        var random = new SplittableRandom(1);
        float[][] inputs = new float[description.inputs().size()][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = new float
                    [Math.multiplyExact(batch, description.inputs().get(i).elements())];
            for (int j = 0; j < inputs[i].length; j++) {
                inputs[i][j] = (float) random.nextDouble(-1, 1);
            }
        }
        return inputs;
    }

    private float[][] outputs(NetDescription description) {
        float[][] outputs = new float[description.outputs().size()][];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = new float
                    [Math.multiplyExact(batch, description.outputs().get(i).elements())];
        }
        return outputs;
    }
}
