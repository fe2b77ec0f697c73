package dev.convoke.benchmarks;

import dev.convoke.runtime.Model;
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

/** The time of one batch in evaluation mode. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Inference {
    /** The network. */
    @Param({"SimpleCnn", "MyCnn", "LeNet5", "VggSmall", "ResNet18"})
    public String net = "";

    /** Samples of a call. */
    @Param({"1", "8"})
    public int batch;

    /** Threads of a call. */
    @Param({"1", "2"})
    public int threads;

    private Model model = Nets.fresh("MyCnn");
    private float[] images = {};
    private float[] results = {};

    /** Makes the network. */
    @Setup
    public void setUp() {
        model.close();
        model = Nets.fresh(net);
        model.threads(threads);
        images = Nets.noise(batch * model.description().inputs().get(0).elements());
        results = new float[batch * model.description().outputs().get(0).elements()];
    }

    /** One call. */
    @Benchmark
    public float[] predict() {
        model.predict(images, results, batch);
        return results;
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        model.close();
    }
}
