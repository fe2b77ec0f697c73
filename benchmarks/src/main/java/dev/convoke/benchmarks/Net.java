package dev.convoke.benchmarks;

import dev.convoke.cli.CompiledNet;
import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.plan.Numerics;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** The networks that are timed, as Convoke's samples and the peers' models have them. */
public enum Net {
    SIMPLE_CNN("SimpleCnn", "simple_cnn.cnn", "SimpleCNN.onnx", 32, 2.5, 2.0),
    MY_CNN("MyCnn", "my_cnn.cnn", "MyCNN.onnx", 32, 1.7, 1.4),
    LENET5("LeNet5", "lenet5.cnn", "LeNet5.onnx", 32, 2.0, 2.0),
    VGG_SMALL("VggSmall", "vgg_small.cnn", "VGGSmall.onnx", 32, 2.5, 2.5),
    RESNET18("ResNet18", "resnet18.cnn", "ResNet18.onnx", 8, 1.9, 2.2),
    RESNET50("ResNet50", "resnet.cnn", "ResNet50.onnx", 8, 1.3, 1.4),
    MOBILENET_V2("MobileNetV2", "mobilenet_v2.cnn", "MobileNetV2.onnx", 8, 1.2, 1.2),
    SQUEEZENET1_1("SqueezeNet1_1", "squeezenet.cnn", "SqueezeNet1_1.onnx", 8, 1.6, 1.6);

    private final String label;
    private final String spec;
    private final String peerModel;
    private final int largeBatch;
    private final double goal;
    private final double largeBatchGoal;

    Net(String label, String spec, String peerModel, int largeBatch, double goal, double largeBatchGoal) {
        this.label = label;
        this.spec = spec;
        this.peerModel = peerModel;
        this.largeBatch = largeBatch;
        this.goal = goal;
        this.largeBatchGoal = largeBatchGoal;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public static Net of(String label) {
        return Arrays.stream(values())
                .filter(net -> net.label.equalsIgnoreCase(label) || net.name().equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no net " + label + " but "
                        + Arrays.stream(values()).map(net -> net.label).collect(Collectors.joining(", "))));
    }

    /** The name of the net in its spec, and of its class. */
    public String label() {
        return label;
    }

    /** A file of {@link PeerModels}. */
    public String peerModel() {
        return peerModel;
    }

    /** The number of samples of a call that is about throughput. */
    public int largeBatch() {
        return largeBatch;
    }

    /** How many times as fast as the peer Convoke is to be with one thread. */
    public double goal(int batch) {
        return batch == 1 ? goal : largeBatchGoal;
    }

    /** The checked net. */
    public Network network() {
        var specs = new Specs();
        Checked checked = new FrontEndSession(specs).check(specs.read(spec), FrontEndOptions.net(label));
        return checked.network()
                .orElseThrow(() -> new IllegalStateException(
                        spec + " is wrong: " + checked.diagnostics().get(0).message()));
    }

    /** The net compiled for every machine, as it is shipped. */
    public CompiledNet compileForAll(Numerics numerics) {
        return CompiledNet.anywhere(network(), numerics);
    }

    /** The net's inference compiled for this machine. */
    public CompiledNet compile(Numerics numerics) {
        return CompiledNet.of(network(), false, numerics);
    }

    /** The net compiled for this machine with the kernels of training. */
    public CompiledNet compileForTraining() {
        return CompiledNet.of(network(), true, Numerics.FAST);
    }

    /** Values between -1 and 1, the same each time. */
    public static float[] noise(int length) {
        var random = new SplittableRandom(1);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
