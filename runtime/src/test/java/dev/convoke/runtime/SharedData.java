package dev.convoke.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of real data and golden files beside the repository, or where CONVOKE_SHARED says; tests that need it skip without it. */
public final class SharedData {
    private SharedData() {}

    /** A file or folder in it; where it is absent the calling test is skipped, with a message. */
    public static Path path(String relative) {
        Path found = find(relative);
        assumeTrue(
                Files.exists(found),
                "skipped: there is no shared/" + relative
                        + " beside the repository; set CONVOKE_SHARED to the folder that holds it");
        return found;
    }

    private static Path find(String relative) {
        String named = System.getenv("CONVOKE_SHARED");
        if (named != null) {
            return Path.of(named).resolve(relative);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve(relative);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return Path.of("shared", relative);
    }
}
