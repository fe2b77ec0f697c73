package dev.convoke.compiler.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Bombs are diagnosed in a Java of 64 MB. Time is not measured here, as machines differ; what bounds it is how much is allocated, which is
 * the same everywhere. {@code docs/limits.md} has the times.
 */
class BombsTest {
    private static final int HEAP_MEGABYTES = 64;

    /** That it may allocate in all; a text of 1 MiB that is all right takes about half. */
    private static final int MOST_MEGABYTES = 250;

    @Test
    void eachIsDiagnosedInLittleMemory() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bombs.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        List<String> found = new ArrayList<>();
        for (String line : output.lines().toList()) {
            String[] cells = line.split(" \\| ", -1);
            assertThat(cells).as(line).hasSize(4);
            found.add(cells[0] + ": " + cells[1]);
            assertThat(Integer.parseInt(cells[2])).as(line).isLessThan(MOST_MEGABYTES);
        }
        assertThat(found)
                .isEqualTo(Bombs.all().stream()
                        .map(bomb -> bomb.name() + ": " + bomb.codes())
                        .toList());
    }
}
