package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same spec, weights and input give the same bytes on other JVMs, processors and numbers of threads. */
class DeterminismTest {
    private static final int STEPS = 20;
    private static final int BATCH = 8;

    @TempDir
    private Path folder = Path.of("");

    /** A way to run. */
    private record Way(String name, Path java, List<String> options, int threads) {}

    @Test
    void sameBytesEverywhere() throws IOException, InterruptedException {
        Path spec = Tool.sample("mnist/src/main/cnn/lenet5.cnn");
        Path data = data();
        var digests = new TreeMap<String, List<String>>();
        for (Way way : ways()) {
            digests.put(way.name(), run(way, spec, data));
        }
        System.out.println("ran " + digests.keySet());
        assertThat(digests.values().stream().distinct()).as(digests.toString()).hasSize(1);
    }

    private static List<Way> ways() {
        var ways = new ArrayList<Way>();
        List<String> vector = List.of("--add-modules", "jdk.incubator.vector");
        Path own = Path.of(System.getProperty("java.home"));
        boolean x86 = List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
        Stream.concat(Stream.of(own), other(own).stream()).forEach(home -> {
            Path java = home.resolve("bin/java");
            String name = home.getFileName().toString();
            ways.add(new Way(name, java, vector, 2));
            ways.add(new Way(name + " without vectors", java, List.of(), 2));
            if (x86) {
                ways.add(new Way(name + " AVX 3", java, with(vector, "-XX:UseAVX=3"), 1));
                ways.add(new Way(name + " AVX 2", java, with(vector, "-XX:UseAVX=2"), 2));
                ways.add(new Way(name + " 16 bytes", java, with(vector, "-XX:MaxVectorSize=16"), 1));
            }
        });
        return ways;
    }

    private static List<String> with(List<String> options, String option) {
        return Stream.concat(options.stream(), Stream.of(option)).toList();
    }

    /** A JDK 17 or 25, whichever this is not, beside this one or where Linux has them. */
    private static Optional<Path> other(Path own) {
        String wanted = Runtime.version().feature() == 25 ? "17" : "25";
        return Stream.of(own.toAbsolutePath().getParent(), Path.of("/usr/lib/jvm"))
                .filter(Files::isDirectory)
                .flatMap(DeterminismTest::children)
                .filter(home -> release(home).contains("JAVA_VERSION=\"" + wanted))
                .findFirst();
    }

    private static Stream<Path> children(Path folder) {
        try (var files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            return Stream.of();
        }
    }

    private static String release(Path home) {
        try {
            return Files.readString(home.resolve("release"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Random pictures, those of {@value #STEPS} steps. */
    private Path data() {
        var random = new SplittableRandom(3);
        int count = STEPS * BATCH;
        float[] images = new float[count * 28 * 28];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextDouble();
        }
        long[] labels = random.longs(count, 0, 10).toArray();
        Path file = folder.resolve("data.safetensors");
        new SafetensorsWriter()
                .floats("image", List.of((long) count, 1L, 28L, 28L), images, 0)
                .floats("images", List.of((long) count, 1L, 28L, 28L), images, 0)
                .longs("labels", List.of((long) count), labels, 0)
                .write(file);
        return file;
    }

    /** The digests of the trained weights and of what they predict. */
    private List<String> run(Way way, Path spec, Path data) throws IOException, InterruptedException {
        Path weights = folder.resolve("weights.safetensors");
        Path output = folder.resolve("output.safetensors");
        start(
                way,
                List.of(
                        "train",
                        spec.toString(),
                        "--data",
                        "tensors:" + data,
                        "--epochs",
                        "1",
                        "--batch",
                        String.valueOf(BATCH),
                        "--seed",
                        "1",
                        "--lr",
                        "0.01",
                        "--momentum",
                        "0.9",
                        "--output",
                        weights.toString(),
                        "--threads",
                        String.valueOf(way.threads())),
                List.of(
                        "predict",
                        spec.toString(),
                        "--weights",
                        weights.toString(),
                        "--input",
                        data.toString(),
                        "--output",
                        output.toString(),
                        "--threads",
                        String.valueOf(way.threads())));
        return List.of(sha256(weights), sha256(output));
    }

    private void start(Way way, List<String> first, List<String> second) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(way.java().toString());
        command.addAll(way.options());
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.add(TwoCommands.class.getName());
        command.addAll(first);
        command.add(TwoCommands.SEPARATOR);
        command.addAll(second);
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        assertThat(ended && process.exitValue() == 0)
                .as(way + ": " + Files.readString(log))
                .isTrue();
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
