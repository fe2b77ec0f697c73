package dev.convoke.benchmarks;

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

/** The time of one batch in evaluation mode, of Convoke and of its peer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Inference {
    private static final String LARGE = "N";

    /** The network. */
    @Param({"SimpleCnn", "MyCnn", "LeNet5", "VggSmall", "ResNet18", "ResNet50", "MobileNetV2", "SqueezeNet1_1"})
    public String net = "";

    /** Samples of a call; N are as many as the net's throughput is measured with. */
    @Param({"1", LARGE})
    public String batch = "";

    /** Threads of a call. */
    @Param({"1", "2"})
    public int threads;

    /** Who computes. */
    @Param
    public Contender.Library library = Contender.Library.CONVOKE;

    private Contender contender = new Idle();

    /** Makes the network. */
    @Setup
    public void setUp() {
        Net chosen = Net.of(net);
        int samples = batch.equals(LARGE) ? chosen.largeBatch() : Integer.parseInt(batch);
        contender = library.open(chosen, samples, threads);
    }

    /** One call. */
    @Benchmark
    public void predict() {
        contender.run();
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        contender.close();
    }

    /** Nothing to do yet. */
    private static final class Idle implements Contender {
        @Override
        public void run() {}

        @Override
        public void close() {}
    }
}
