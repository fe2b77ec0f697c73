package dev.convoke.benchmarks;

import dev.convoke.cli.CompiledNet;
import dev.convoke.compiler.plan.Numerics;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.Trainable;
import dev.convoke.runtime.Workers;
import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Twin;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/**
 * The time of one stage of a net, as it is generated for that net: in its layout, with what is fused into it. Repeated by itself, so that its
 * data are in the caches if they fit; {@code convoke bench --layers} times the same kernels in the order of a run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Kernels {
    /** The net and the path of the stage. */
    @Param({
        "ResNet18/conv1", // 7x7 stride 2, 3 to 64 channels, 224
        "ResNet18/maxpool", // 3x3 stride 2, 64 channels, 112
        "ResNet18/layer1.0.conv1", // 3x3, 64, 56
        "ResNet18/layer2.0.conv1", // 3x3 stride 2, 64 to 128, 56
        "ResNet18/layer2.0.downsample.0", // 1x1 stride 2, 64 to 128, 56
        "ResNet18/layer2.1.conv1", // 3x3, 128, 28
        "ResNet18/layer3.1.conv1", // 3x3, 256, 14
        "ResNet18/layer4.1.conv1", // 3x3, 512, 7
        "ResNet18/fc", // 512 to 1000
        "ResNet50/layer1.0.conv3", // 1x1, 64 to 256, 56
        "ResNet50/layer4.1.conv1", // 1x1, 2048 to 512, 7
        "MobileNetV2/features.2.conv.1.0", // depthwise 3x3 stride 2, 96, 112
        "MobileNetV2/features.3.conv.1.0", // depthwise 3x3, 144, 56
        "MobileNetV2/features.3.conv.2", // 1x1, 144 to 24, 56
        "MobileNetV2/features.15.conv.1.0", // depthwise 3x3, 960, 7
        "SimpleCnn/conv1", // 3x3, 3 to 18, 32
        "SimpleCnn/fc1", // 4608 to 64
        "LeNet5/conv2", // 5x5, 6 to 16, 14
    })
    public String stage = "";

    /** Whether algorithms with fewer multiplications may be chosen. */
    @Param
    public Numerics numerics = Numerics.FAST;

    /** Samples of a call. */
    @Param("1")
    public int batch;

    /** Threads of a call. */
    @Param("1")
    public int threads;

    private Runnable call = () -> {};
    private Runnable end = () -> {};

    /** Makes the network and runs it once, so that the stage has data. */
    @Setup
    public void setUp() {
        String[] path = stage.split("/", 2);
        CompiledNet net = Net.of(path[0]).compile(numerics);
        Twin twin = net.twin();
        int[] steps = steps(twin, path[1]);
        Model model = net.model(Parameters.initialise(net.description(), 1), threads);
        Trainable trainable = model.trainable();
        Workers workers = trainable.workers();
        Frame frame = frame(trainable);
        workers.run(twin, Phase.PREPARE, frame);
        workers.run(twin, Phase.INFERENCE, frame);
        call = () -> {
            for (int step : steps) {
                workers.run(twin, Phase.INFERENCE, step, frame);
            }
        };
        end = () -> {
            trainable.close();
            model.close();
        };
    }

    private Frame frame(Trainable trainable) {
        NetDescription net = trainable.description();
        Frame frame = new Frame();
        frame.state = trainable.state().clone();
        frame.prepared = new float[net.preparedFloats()];
        frame.arena = new float[net.inference().fixed() + net.inference().perSample() * batch];
        frame.inputs = new float[][] {Net.noise(batch * net.inputs().get(0).elements())};
        frame.outputs = new float[][] {new float[batch * net.outputs().get(0).elements()]};
        frame.batch = batch;
        return frame;
    }

    /** All kernels that a stage has been made into. */
    private static int[] steps(Twin twin, String path) {
        int[] steps = IntStream.range(0, twin.steps(Phase.INFERENCE))
                .filter(step -> Arrays.asList(twin.name(Phase.INFERENCE, step).split(" \\+ "))
                        .contains(path))
                .toArray();
        if (steps.length == 0) {
            throw new IllegalArgumentException("no kernel computes " + path);
        }
        return steps;
    }

    /** All kernels of the stage, one after the other. */
    @Benchmark
    public void run() {
        call.run();
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        end.run();
    }
}
