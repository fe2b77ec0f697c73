package dev.convoke.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.cli.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The tool, run in a JVM of its own. */
record Started(int status, String out, String err) {
    private static final String GREETING = "WARNING: Using incubator modules: jdk.incubator.vector\n";

    static Started run(Object... words) {
        return run(Map.of(), List.of(), words);
    }

    /**
     * Runs it and waits for it.
     *
     * @param environment variables to set
     * @param before words to stand before {@code java}: a command that runs it under some condition
     */
    static Started run(Map<String, String> environment, List<String> before, Object... words) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:-UsePerfData", "-cp", classPath()));
        command.add("dev.convoke.cli.Main");
        Arrays.stream(words).map(Object::toString).forEach(command::add);
        try {
            Path out = Files.createTempFile("convoke", ".out");
            Path err = Files.createTempFile("convoke", ".err");
            try {
                var builder =
                        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                boolean ended = process.waitFor(5, TimeUnit.MINUTES);
                if (!ended) {
                    process.destroyForcibly();
                }
                assertThat(ended).as("%s ended", command).isTrue();
                return new Started(
                        process.exitValue(),
                        read(out),
                        read(err).replace("\r\n", "\n").replaceFirst(GREETING, ""));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** A run that must have succeeded. */
    Started succeeded() {
        assertThat(status).as(out + err).isZero();
        assertThat(err).isEmpty();
        return this;
    }

    /** Exit code 1, a problem with its code and a way out, and no trace of Java. */
    Started failedWith(String code) {
        assertThat(status).as(out + err).isEqualTo(1);
        assertThat(err).contains("error[" + code + "]: ", "help: ").doesNotContain("\tat ", "Exception", "Caused by");
        return this;
    }

    static Path sample(String name) {
        return TestFiles.sample(name);
    }

    /** A file of the shared test data; the test is skipped, visibly, where they are not. */
    static Path shared(String name) {
        return TestFiles.shared(name);
    }

    /** {@code max |a - b| <= tolerance * max |b|}. */
    static void compare(String what, float[] found, float[] truth, double tolerance) {
        assertThat(found).as(what).hasSameSizeAs(truth);
        double distance = 0;
        double largest = 0;
        for (int i = 0; i < truth.length; i++) {
            distance = Math.max(distance, Math.abs((double) found[i] - truth[i]));
            largest = Math.max(largest, Math.abs((double) truth[i]));
        }
        assertThat(distance / largest).as(what).isLessThanOrEqualTo(tolerance);
        System.out.printf("%s: relative to the largest, off by at most %.1e%n", what, distance / largest);
    }
}
