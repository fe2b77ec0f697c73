package dev.convoke.runtime.data;

import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.FileException;
import dev.convoke.runtime.problem.ProblemKind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a data file, gzipped or not (its first bytes tell). What a header announces is believed only as far as the file can back it: memory
 * grows with the bytes that really arrive.
 */
final class ByteSource implements AutoCloseable {
    /** Deflate cannot make more than about 1,032 bytes of one. */
    private static final long DEFLATE_LIMIT = 1032;

    private static final int PIECE = 1 << 20;

    private final String name;
    private final InputStream bytes;
    private final long mostBytes;
    private long position;

    private ByteSource(String name, InputStream bytes, long mostBytes) {
        this.name = name;
        this.bytes = bytes;
        this.mostBytes = mostBytes;
    }

    /** Opens a file. */
    static ByteSource open(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("is a directory");
            }
            return unpack(file.toString(), Files.newInputStream(file), Files.size(file));
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    /** Reads a stream, a class-path resource for instance; {@code name} is for messages. */
    static ByteSource of(String name, InputStream stream) {
        try {
            return unpack(name, stream, Long.MAX_VALUE / DEFLATE_LIMIT);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static ByteSource unpack(String name, InputStream raw, long size) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(raw, 1 << 16);
        boolean opened = false;
        try {
            buffered.mark(2);
            boolean gzip = buffered.read() == 0x1F && buffered.read() == 0x8B;
            buffered.reset();
            ByteSource source = gzip
                    ? new ByteSource(name, new GZIPInputStream(buffered, 1 << 16), size * DEFLATE_LIMIT)
                    : new ByteSource(name, buffered, size);
            opened = true;
            return source;
        } catch (ZipException | EOFException e) {
            throw unreadable(name, e);
        } finally {
            if (!opened) {
                buffered.close();
            }
        }
    }

    /** Where the bytes come from, for messages. */
    String name() {
        return name;
    }

    /** A big-endian 32-bit number; {@code what} is for messages. */
    int bigEndian(String what) {
        byte[] four = exactly(4, what);
        return (four[0] & 0xFF) << 24 | (four[1] & 0xFF) << 16 | (four[2] & 0xFF) << 8 | four[3] & 0xFF;
    }

    /**
     * So many bytes.
     *
     * @throws DataException if the file ends before, cannot hold so many, or memory cannot
     */
    byte[] exactly(long count, String what) {
        if (count > mostBytes) {
            throw truncated(count, what, "the file cannot hold more than " + mostBytes);
        }
        requireMemory(count, what);
        byte[] result = new byte[(int) Math.min(count, PIECE)];
        int filled = 0;
        try {
            while (filled < count) {
                if (filled == result.length) {
                    result = Arrays.copyOf(result, (int) Math.min(count, 2L * result.length));
                }
                int n = bytes.read(result, filled, result.length - filled);
                if (n < 0) {
                    throw truncated(count, what, "the file ends after " + filled);
                }
                filled += n;
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
        position += filled;
        return result;
    }

    /** All bytes that are left, at most {@code most}. */
    byte[] rest(long most, String what) {
        byte[] result = new byte[PIECE];
        int filled = 0;
        try {
            while (true) {
                if (filled == result.length) {
                    requireMemory(2L * filled, what);
                    result = Arrays.copyOf(result, (int) Math.min(Integer.MAX_VALUE - 16, 2L * filled));
                }
                int n = bytes.read(result, filled, result.length - filled);
                if (n < 0) {
                    return Arrays.copyOf(result, filled);
                }
                filled += n;
                if (filled > most) {
                    throw tooLarge(what, "more than " + most + " bytes");
                }
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Throws unless the file ends here. */
    void expectEnd() {
        try {
            if (bytes.read() >= 0) {
                throw new DataException(
                        ProblemKind.DATA_TRAILING_BYTES,
                        name,
                        "goes on after the " + position + " bytes that its header announces",
                        "the file is damaged or of another format: download it again");
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private void requireMemory(long count, String what) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        if (count > Integer.MAX_VALUE - 16 || count > free) {
            throw tooLarge(what, count + " bytes; " + free + " are free");
        }
    }

    private DataException tooLarge(String what, String amount) {
        return new DataException(
                ProblemKind.DATA_TOO_LARGE,
                name,
                what + " need " + amount,
                "check that this is the right file; if it is, give java more memory with -Xmx, at most 2 GiB per file");
    }

    private DataException truncated(long count, String what, String found) {
        return new DataException(
                ProblemKind.DATA_TRUNCATED,
                name,
                what + " need " + count + " bytes; " + found,
                "the file is cut off or its header is wrong: download it again");
    }

    private static DataException unreadable(String name, IOException cause) {
        boolean gzip = cause instanceof ZipException || cause instanceof EOFException;
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        DataException failure = gzip
                ? new DataException(
                        ProblemKind.DATA_TRUNCATED,
                        name,
                        "the gzip data are damaged or cut off: " + message,
                        "download the file again")
                : new DataException(ProblemKind.FILE_UNREADABLE, name, "cannot be read: " + message, "check the disk");
        failure.initCause(cause);
        return failure;
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            // Everything that was asked for has been read.
        }
    }
}
