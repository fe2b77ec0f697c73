package dev.convoke.benchmarks;

import dev.convoke.cli.CompiledNet;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.training.CrossEntropy;
import dev.convoke.runtime.training.Sgd;
import dev.convoke.runtime.training.Targets;
import dev.convoke.runtime.training.Trainer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The time of one step of training: forward, loss, backward, update. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class TrainingStep {
    private static final double RATE = 1e-6;

    /** The network. */
    @Param({"LeNet5", "MyCnn", "VggSmall"})
    public String net = "";

    /** Samples of a step. */
    @Param("64")
    public int batch;

    private Trainer trainer = trainer("MyCnn");
    private float[][] images = {};
    private Targets targets = new Targets.Labels(new int[0]);

    private static Trainer trainer(String name) {
        CompiledNet compiled = Net.of(name).compileForTraining();
        int threads = Runtime.getRuntime().availableProcessors();
        try (Model model = compiled.model(Parameters.initialise(compiled.description(), 1), threads)) {
            return Trainer.of(
                    model.trainable(), CrossEntropy.mean(), Sgd.of(RATE).momentum(0.9));
        }
    }

    /** Makes the network. */
    @Setup
    public void setUp() {
        trainer.close();
        trainer = trainer(net);
        images = new float[][] {
            Net.noise(batch * trainer.trainable().description().inputs().get(0).elements())
        };
        targets = new Targets.Labels(new int[batch]);
    }

    /** One step. */
    @Benchmark
    public double step() {
        return trainer.step(images, targets, batch, RATE);
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        trainer.close();
    }
}
