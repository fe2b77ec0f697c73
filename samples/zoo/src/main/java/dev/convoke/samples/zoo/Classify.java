package dev.convoke.samples.zoo;

import dev.convoke.samples.ResNet18;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Classifies pictures with ResNet-18 and the weights that torchvision publishes, converted to safetensors. */
public final class Classify {
    private static final int SIDE = 224;
    private static final int RESIZED = 256;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private Classify() {}

    /** Arguments: the weights, and pictures. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("usage: Classify WEIGHTS.safetensors PICTURE...");
            System.exit(2);
        }
        try (ResNet18 net = ResNet18.load(Path.of(arguments[0]))) {
            for (int i = 1; i < arguments.length; i++) {
                float[] logits = net.predict(pixels(ImageIO.read(new File(arguments[i]))));
                System.out.println(arguments[i] + ": classes " + best(logits, 5));
            }
        }
    }

    /** The indices of the largest values, the largest first. */
    static java.util.List<Integer> best(float[] values, int count) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> -values[index]))
                .limit(count)
                .toList();
    }

    /** As ImageNet's nets want a picture: the shorter side resized to 256, the middle 224x224, normalised, channel by channel. */
    static float[] pixels(BufferedImage picture) {
        double scale = (double) RESIZED / Math.min(picture.getWidth(), picture.getHeight());
        int width = (int) Math.round(picture.getWidth() * scale);
        int height = (int) Math.round(picture.getHeight() * scale);
        var crop = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = crop.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(picture, (SIDE - width) / 2, (SIDE - height) / 2, width, height, null);
        graphics.dispose();
        float[] pixels = new float[3 * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
            int rgb = crop.getRGB(i % SIDE, i / SIDE);
            for (int channel = 0; channel < 3; channel++) {
                float value = (rgb >> (16 - 8 * channel) & 0xff) / 255f;
                pixels[channel * SIDE * SIDE + i] = (value - MEAN[channel]) / DEVIATION[channel];
            }
        }
        return pixels;
    }
}
