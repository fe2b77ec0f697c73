package dev.convoke.maven;

import dev.convoke.compiler.source.NotUtf8Exception;
import dev.convoke.compiler.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that people write. */
final class TextFile {
    /** One more than a spec may have: no more of it is read, and the compiler says that it is too large. */
    private static final int MOST_BYTES = (1 << 20) + 1;

    private TextFile() {}

    /** @throws IOException if the file cannot be read; the message names it */
    static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Utf8.decode(in.readNBytes(MOST_BYTES), MOST_BYTES - 1);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (NotUtf8Exception e) {
            throw new IOException("E402: " + file + ": " + e.getMessage() + "; save the file as UTF-8", e);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
