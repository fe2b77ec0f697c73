package dev.convoke.benchmarks;

import dev.convoke.runtime.Model;
import dev.convoke.samples.LeNet5;
import dev.convoke.samples.MyCnn;
import dev.convoke.samples.ResNet18;
import dev.convoke.samples.SimpleCnn;
import dev.convoke.samples.VggSmall;
import java.util.SplittableRandom;

/** The networks that are timed, with fresh weights and noise for input. */
final class Nets {
    private Nets() {}

    static Model fresh(String name) {
        return switch (name) {
            case "SimpleCnn" -> SimpleCnn.initialise(1);
            case "MyCnn" -> MyCnn.initialise(1);
            case "LeNet5" -> LeNet5.initialise(1);
            case "VggSmall" -> VggSmall.initialise(1);
            case "ResNet18" -> ResNet18.initialise(1);
            default -> throw new IllegalArgumentException(name);
        };
    }

    static float[] noise(int length) {
        var random = new SplittableRandom(1);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
