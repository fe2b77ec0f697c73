package dev.convoke.cli;

import dev.convoke.cli.machine.MachineLimits;
import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.plan.AlgorithmChoice;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.Trainable;
import dev.convoke.runtime.generated.NetDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times generated code. */
@Command(
        name = "bench",
        customSynopsis = "convoke bench FILE [OPTION...]",
        description = "Times the generated code in steady state with random weights.")
final class BenchCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 3600;

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

    @Override
    public Integer call() throws UsageProblem, DataProblem, SpecProblems {
        check();
        Network network = net.network();
        BenchReport report = switch (target) {
            case JAVA -> java(network);
            case OPENCL -> openCl(network);
        };
        output.document(report);
        report.lines(layers).forEach(output::line);
        return 0;
    }

    private void check() throws UsageProblem {
        UsageProblem.requireAtLeast1("--batch", batch);
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw new UsageProblem("--seconds must be more than 0 and at most " + MOST_SECONDS + ", not " + seconds);
        }
        run.threads();
        if (target == Target.OPENCL && train) {
            throw new UsageProblem("training runs as Java only: leave out --train or --target opencl");
        }
        if (target == Target.OPENCL && layers) {
            throw new UsageProblem("--layers times the kernels of --target java only");
        }
    }

    private BenchReport java(Network network) throws UsageProblem {
        CompiledNet compiled = CompiledNet.of(network, train, run.numerics());
        NetDescription description = compiled.description();
        try (Model model = compiled.model(Parameters.initialise(description, 1), run.threads());
                Trainable trainable = model.trainable()) {
            float[][] inputs = noise(description);
            float[][] outputs = outputs(description);
            Timing.Call<RuntimeException> call = train
                    ? () -> {
                        trainable.forward(inputs, batch, 1);
                        trainable.backward(false);
                    }
                    : () -> model.predict(inputs, outputs, batch);
            Timing timing = Timing.of(call, seconds);
            MachineLimits limits = MachineLimits.measure(run.threads());
            Optional<List<StepTimes.Step>> steps = Optional.empty();
            if (layers || output.json()) {
                steps = Optional.of(new StepTimes(
                                network, compiled.twin(), trainable, batch, limits.gigaflops(), algorithms(network))
                        .measure(train, inputs, outputs, seconds));
            }
            return BenchReport.java(network, train, batch, timing, model.lanes(), limits, steps);
        }
    }

    private Map<String, String> algorithms(Network network) {
        return BackEnd.plan(network, run.numerics()).algorithms().stream()
                .collect(Collectors.toMap(AlgorithmChoice::label, AlgorithmChoice::chosen, (first, second) -> first));
    }

    private BenchReport openCl(Network network) throws DataProblem {
        // The Java class describes the net and initialises its weights.
        NetDescription description =
                CompiledNet.of(network, false, run.numerics()).description();
        float[][] inputs = noise(description);
        float[][] outputs = outputs(description);
        try (OpenClPredictor predictor = OpenClPredictor.of(network, Parameters.initialise(description, 1))) {
            Timing.Call<DataProblem> call = () -> predictor.predict(inputs, outputs, batch);
            return BenchReport.openCl(network, batch, Timing.of(call, seconds), predictor.deviceName());
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
