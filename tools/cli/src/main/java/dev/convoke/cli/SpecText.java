package dev.convoke.cli;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.runtime.problem.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads specs from disk. */
final class SpecText {
    /** The compiler refuses longer files; what follows is not even read. */
    private static final int MOST_BYTES = (1 << 20) + 1;

    private SpecText() {}

    static SourceFile read(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES);
            return new SourceFile(file.toString(), new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }
}
