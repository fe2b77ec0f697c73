package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoke.compiler.javac.JavaCompilation;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Samples;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A net that takes pictures in bytes and normalises them as torchvision does: {@code (byte / 255 - mean) / std}. */
class ByteInputsTest {
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] STD = {0.229f, 0.224f, 0.225f};
    private static final int PIXELS = 4 * 5;

    @TempDir
    private Path folder = Path.of("");

    private final byte[] picture = new byte[3 * PIXELS];

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("net.cnn"), """
                net Pictures {
                  input image: u8[3, 4, 5]
                  image -> Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)) -> GlobalAvgPool -> Flatten
                        -> fc: Linear(3, bias=false) -> output means
                }
                """);
        new Random(1).nextBytes(picture);
        new SafetensorsWriter()
                .floats("fc.weight", List.of(3L, 3L), new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 0)
                .write(folder.resolve("weights.safetensors"));
    }

    /** The means of the normalised channels. */
    private float[] expected() {
        float[] means = new float[3];
        for (int i = 0; i < picture.length; i++) {
            int c = i / PIXELS;
            means[c] += ((picture[i] & 0xFF) / 255f - MEAN[c]) / STD[c] / PIXELS;
        }
        return means;
    }

    @Test
    void tensorsOfBytesAndTheFractionsTheyStandFor() throws IOException {
        Files.write(folder.resolve("bytes.safetensors"), tensorOfBytes());
        float[] fractions = new float[picture.length];
        for (int i = 0; i < fractions.length; i++) {
            fractions[i] = (picture[i] & 0xFF) / 255f;
        }
        new SafetensorsWriter()
                .floats("image", List.of(1L, 3L, 4L, 5L), fractions, 0)
                .write(folder.resolve("floats.safetensors"));

        for (String input : List.of("bytes.safetensors", "floats.safetensors")) {
            Path out = folder.resolve("out.safetensors");
            assertThat(run("predict", "--input", folder.resolve(input), "--output", out)
                            .status())
                    .isZero();
            try (SafetensorsFile result = SafetensorsFile.open(out)) {
                assertThat(result.floats("means")).containsExactly(expected(), within(1e-5f));
            }
        }
    }

    /** An input of floats takes the numbers that a tensor holds, whatever their type. */
    @Test
    void bytesForAnInputOfFloatsStayWhatTheyAre() throws IOException {
        Path net = folder.resolve("net.cnn");
        Files.writeString(net, Files.readString(net).replace("u8[", "["));
        Files.write(folder.resolve("bytes.safetensors"), tensorOfBytes());
        Path out = folder.resolve("out.safetensors");
        assertThat(run("predict", "--input", folder.resolve("bytes.safetensors"), "--output", out)
                        .status())
                .isZero();
        float[] means = new float[3];
        for (int i = 0; i < picture.length; i++) {
            int c = i / PIXELS;
            means[c] += ((picture[i] & 0xFF) - MEAN[c]) / STD[c] / PIXELS;
        }
        try (SafetensorsFile result = SafetensorsFile.open(out)) {
            assertThat(result.floats("means")).containsExactly(means, within(1e-3f));
        }
    }

    private byte[] tensorOfBytes() {
        String header = "{\"image\":{\"dtype\":\"U8\",\"shape\":[1,3,4,5],\"data_offsets\":[0,60]}}   ";
        ByteBuffer file =
                ByteBuffer.allocate(8 + header.length() + picture.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .put(picture);
        return file.array();
    }

    @Test
    void floatsThatAreNoFractions() throws IOException {
        float[] values = new float[picture.length];
        values[7] = 254;
        Path input = folder.resolve("floats.safetensors");
        new SafetensorsWriter()
                .floats("image", List.of(1L, 3L, 4L, 5L), values, 0)
                .write(input);
        Path out = folder.resolve("out.safetensors");
        run("predict", "--input", input, "--output", out).failedWith("E406");
        assertThat(out).doesNotExist();
    }

    /** Inputs of bytes and of floats side by side, in a batch of two. */
    @Test
    void severalInputsInJava() throws IOException, ReflectiveOperationException {
        Path spec = Files.writeString(folder.resolve("two.cnn"), """
                net Two {
                  input left: u8[2]
                  input right: u8[2]
                  input shift: [2]
                  left * right + shift -> output y
                }
                """);
        Path sources = folder.resolve("sources");
        assertThat(Tool.run("generate", spec, "-o", sources, "--package", "p").status())
                .isZero();
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(sources.resolve("p"))) {
            for (Path file : files.toList()) {
                texts.put("p/" + file.getFileName(), Files.readString(file));
            }
        }
        Path runtime = Path.of(
                Model.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        var loader = new GeneratedClasses(JavaCompilation.compile(texts, List.of(runtime), Optional.of(17)));
        Object made =
                loader.loadClass("p.Two").getMethod("initialise", long.class).invoke(null, 1L);
        try (Model net = (Model) made) {
            Samples left = Samples.of(new byte[] {51, (byte) 255, 0, 102});
            Samples right = Samples.of(new byte[] {(byte) 255, (byte) 204, 5, 51});
            Samples shift = Samples.of(new float[] {1, 2, 3, 4});
            float[] y = new float[4];
            net.predict(List.of(left, right, shift), new float[][] {y}, 2);
            assertThat(y).containsExactly(new float[] {1.2f, 2.8f, 3, 4.08f}, within(1e-6f));
            // Floats for an input of bytes are what the bytes stand for.
            float[] again = new float[4];
            Samples fractions = Samples.of(new float[] {0.2f, 1, 0, 0.4f});
            net.predict(List.of(fractions, right, shift), new float[][] {again}, 2);
            assertThat(again).containsExactly(y, within(1e-6f));
            assertThatThrownBy(() -> net.predict(List.of(left, right, Samples.of(new byte[4])), new float[][] {y}, 2))
                    .hasMessageContaining("input \"shift\" of Two takes floats, not bytes");
            assertThatThrownBy(() -> net.predict(List.of(left, right), new float[][] {y}, 2))
                    .hasMessageContaining("3 inputs, but 2 arrays");
            assertThatThrownBy(() -> net.predict(List.of(left, right, shift), new float[][] {y}, 3))
                    .hasMessageContaining("so 6 for 3 samples");
        }
    }

    @Test
    void pictures() throws IOException {
        var image = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < PIXELS; i++) {
            int red = picture[i] & 0xFF;
            int green = picture[PIXELS + i] & 0xFF;
            int blue = picture[2 * PIXELS + i] & 0xFF;
            image.setRGB(i % 5, i / 5, red << 16 | green << 8 | blue);
        }
        Path file = folder.resolve("picture.png");
        ImageIO.write(image, "png", file.toFile());

        JsonNode top = run("predict", "--image", file, "--json").json().at("/results/0/top");

        float[] expected = expected();
        double total = 0;
        for (float each : expected) {
            total += Math.exp(each);
        }
        for (JsonNode guess : top) {
            double probability = Math.exp(expected[guess.at("/index").asInt()]) / total;
            assertThat(guess.at("/probability").asDouble()).isCloseTo(probability, within(1e-5));
        }
    }

    @Test
    void bytesHaveNoGradient() throws IOException {
        new SafetensorsWriter()
                .floats("image", List.of(1L, 3L, 4L, 5L), new float[3 * PIXELS], 0)
                .longs("labels", List.of(1L), new long[] {2}, 0)
                .write(folder.resolve("batch.safetensors"));
        Path out = folder.resolve("gradients.safetensors");

        assertThat(run("gradients", "--input", folder.resolve("batch.safetensors"), "--output", out)
                        .status())
                .isZero();

        try (SafetensorsFile result = SafetensorsFile.open(out)) {
            assertThat(result.tensors()).containsOnlyKeys("loss", "grad.fc.weight");
        }
    }

    private Tool run(String command, Object... arguments) {
        List<Object> words = new ArrayList<>(
                List.of(command, folder.resolve("net.cnn"), "--weights", folder.resolve("weights.safetensors")));
        words.addAll(List.of(arguments));
        return Tool.run(words.toArray());
    }
}
