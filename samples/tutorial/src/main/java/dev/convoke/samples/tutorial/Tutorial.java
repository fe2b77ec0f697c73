package dev.convoke.samples.tutorial;

import dev.convoke.runtime.Model;
import dev.convoke.samples.MyCnn;
import dev.convoke.samples.SimpleCnn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * The two tutorial nets: loads weights that PyTorch saved, runs one picture of noise, and prints the shapes of all layers.
 *
 * <p>In PyTorch: {@code safetensors.torch.save_file(net.state_dict(), "simple.safetensors")}.
 */
public final class Tutorial {
    private Tutorial() {}

    /** Arguments: the net, {@code SimpleCnn} or {@code MyCnn}, and its weights; fresh weights without the second. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: Tutorial SimpleCnn|MyCnn [WEIGHTS.safetensors]");
            System.exit(2);
        }
        try (Model net = net(arguments)) {
            System.out.println(shapes(net));
            float[] logits = net.predict(picture(net));
            System.out.println("logits of a picture of noise: " + Arrays.toString(logits));
        }
    }

    private static Model net(String[] arguments) {
        boolean fresh = arguments.length == 1;
        return switch (arguments[0]) {
            case "SimpleCnn" -> fresh ? SimpleCnn.initialise(1) : SimpleCnn.load(Path.of(arguments[1]));
            case "MyCnn" -> fresh ? MyCnn.initialise(1) : MyCnn.load(Path.of(arguments[1]));
            default -> throw new IllegalArgumentException("there are SimpleCnn and MyCnn, not " + arguments[0]);
        };
    }

    /** The table of the net's layers, which the plugin puts beside the class. */
    static String shapes(Model net) throws IOException {
        String name = net.getClass().getSimpleName() + ".summary.txt";
        try (InputStream in = Objects.requireNonNull(net.getClass().getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static float[] picture(Model net) {
        float[] picture = new float[net.description().inputs().get(0).elements()];
        var random = new java.util.SplittableRandom(1);
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (float) random.nextDouble(-1, 1);
        }
        return picture;
    }
}
