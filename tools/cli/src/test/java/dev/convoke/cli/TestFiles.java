package dev.convoke.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The files that tests read. */
public final class TestFiles {
    /** The root of the repository. */
    public static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private TestFiles() {}

    /** A file of the samples. */
    public static Path sample(String name) {
        return ROOT.resolve("samples").resolve(name);
    }

    /** A file of the shared test data; the test is skipped, visibly, where they are not. */
    public static Path shared(String name) {
        String named = System.getenv()
                .getOrDefault("CONVOKE_SHARED", ROOT.resolve("../shared").toString());
        Path file = Path.of(named).resolve(name);
        boolean there = Files.exists(file);
        if (!there) {
            System.out.println(
                    "skipped, as there is no " + file + ": CONVOKE_SHARED names the folder of the shared test data");
        }
        Assumptions.assumeTrue(there);
        return file;
    }
}
