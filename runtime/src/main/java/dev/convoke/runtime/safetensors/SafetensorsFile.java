package dev.convoke.runtime.safetensors;

import static dev.convoke.runtime.safetensors.HeaderParser.quoted;

import dev.convoke.runtime.problem.FileException;
import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.problem.SafetensorsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An open safetensors file, checked on opening as the format demands (<a
 * href="https://github.com/huggingface/safetensors#format">format</a>): header of at most 100,000,000 bytes, offsets contiguous, without overlap,
 * covering the whole file, no key twice. Elements are read in pieces of 256 KiB, so that a file may be larger than
 * memory. Not thread-safe.
 */
public final class SafetensorsFile implements AutoCloseable {
    /** The longest header that the format allows, in bytes. */
    public static final int MAX_HEADER = 100_000_000;

    private static final int PIECE = 1 << 18;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, TensorInfo> tensors;
    private final Map<String, String> metadata;
    private final long dataStart;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE).order(ByteOrder.LITTLE_ENDIAN);

    private SafetensorsFile(Path file, FileChannel channel, HeaderParser.Header header, long dataStart) {
        this.file = file;
        this.channel = channel;
        this.tensors = Collections.unmodifiableMap(header.tensors());
        this.metadata = Collections.unmodifiableMap(header.metadata());
        this.dataStart = dataStart;
    }

    /**
     * Opens and checks a file.
     *
     * @throws FileException if it cannot be read
     * @throws SafetensorsException if it is not well-formed; {@link SafetensorsException#kind()} says how
     */
    public static SafetensorsFile open(Path file) {
        FileChannel channel = null;
        boolean opened = false;
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("is a directory");
            }
            channel = FileChannel.open(file, StandardOpenOption.READ);
            SafetensorsFile result = check(file, channel);
            opened = true;
            return result;
        } catch (IOException e) {
            throw FileException.reading(file, e);
        } finally {
            if (channel != null && !opened) {
                closeQuietly(channel);
            }
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The failure that led here is the one to report.
        }
    }

    private static SafetensorsFile check(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(size, 9)).order(ByteOrder.LITTLE_ENDIAN);
        readFully(file, channel, start, 0);
        OtherFormats.reject(file, start.array());
        if (size < 8) {
            throw headerTruncated(
                    file, "the file has " + size + " bytes; a safetensors file begins with 8 bytes of header length");
        }
        long length = start.flip().getLong();
        if (length < 0 || length > MAX_HEADER) {
            throw new SafetensorsException(
                    ProblemKind.SAFETENSORS_HEADER_TOO_LARGE,
                    file,
                    "announces a header of " + Long.toUnsignedString(length) + " bytes; the format allows "
                            + MAX_HEADER,
                    "check that this is a safetensors file");
        }
        if (length > size - 8) {
            throw headerTruncated(
                    file, "announces a header of " + length + " bytes, but only " + (size - 8) + " bytes follow");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        readFully(file, channel, bytes, 8);
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new SafetensorsException(
                    ProblemKind.SAFETENSORS_HEADER_MALFORMED,
                    file,
                    "the header is no UTF-8",
                    "check that this is a safetensors file");
        }
        HeaderParser.Header header = HeaderParser.parse(file, text);
        Layout.check(file, header.tensors(), size - 8 - length);
        return new SafetensorsFile(file, channel, header, 8 + length);
    }

    private static SafetensorsException headerTruncated(Path file, String what) {
        return new SafetensorsException(
                ProblemKind.SAFETENSORS_HEADER_TRUNCATED, file, what, "the file is cut off: save or download it again");
    }

    /** The file that was opened. */
    public Path path() {
        return file;
    }

    /** All tensors by name, in the header's order. */
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    /** The free-form {@code __metadata__}; empty where there is none. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * The tensor of that name.
     *
     * @throws SafetensorsException of kind {@link ProblemKind#TENSOR_MISSING}
     */
    public TensorInfo tensor(String name) {
        TensorInfo info = tensors.get(name);
        if (info == null) {
            List<String> names = new ArrayList<>(tensors.keySet());
            String shown = String.join(", ", names.subList(0, Math.min(10, names.size())));
            throw new SafetensorsException(
                    ProblemKind.TENSOR_MISSING,
                    file,
                    "has no tensor " + quoted(name),
                    "the file holds " + (names.isEmpty() ? "no tensors" : shown + (names.size() > 10 ? ", ..." : "")));
        }
        return info;
    }

    /**
     * Reads a whole tensor as float32, row-major. F64 is rounded to nearest, F16 and BF16 are exact, integers are rounded to nearest.
     *
     * @param into receives the elements from {@code offset} on
     * @return the number of elements
     * @throws SafetensorsException if the element type is not convertible or {@code into} is too short
     */
    public int readFloats(String name, float[] into, int offset) {
        TensorInfo info = tensor(name);
        int count = countFor(info, into.length - offset);
        Elements.Floats reader = Elements.floats(info.type());
        if (reader == Elements.Floats.NONE) {
            throw wrongType(info, "numbers");
        }
        pieces(info, (bytes, first, n) -> reader.read(bytes, into, offset + first, n));
        return count;
    }

    /** Reads a whole tensor of integers; the same conditions as {@link #readFloats}. */
    public int readLongs(String name, long[] into, int offset) {
        TensorInfo info = tensor(name);
        int count = countFor(info, into.length - offset);
        Elements.Longs reader = Elements.longs(info.type());
        if (reader == Elements.Longs.NONE) {
            throw wrongType(info, "whole numbers");
        }
        pieces(info, (bytes, first, n) -> reader.read(bytes, into, offset + first, n));
        return count;
    }

    /** The elements of a tensor as a new array, see {@link #readFloats(String, float[], int)}. */
    public float[] floats(String name) {
        float[] result = new float[countFor(tensor(name), Integer.MAX_VALUE - 8)];
        readFloats(name, result, 0);
        return result;
    }

    /** The elements of a tensor of integers as a new array. */
    public long[] longs(String name) {
        long[] result = new long[countFor(tensor(name), Integer.MAX_VALUE - 8)];
        readLongs(name, result, 0);
        return result;
    }

    private SafetensorsException wrongType(TensorInfo info, String wanted) {
        return new SafetensorsException(
                ProblemKind.TENSOR_WRONG_TYPE,
                file,
                "tensor " + quoted(info.name()) + " is of type " + info.type() + ", where " + wanted + " are needed",
                "save it as " + (wanted.equals("numbers") ? "F32" : "I64"));
    }

    private int countFor(TensorInfo info, int room) {
        if (info.elements() > room) {
            throw new SafetensorsException(
                    ProblemKind.TENSOR_WRONG_SHAPE,
                    file,
                    "tensor " + quoted(info.name()) + " of shape " + info.shape() + " has " + info.elements()
                            + " elements, where at most " + room + " fit",
                    "");
        }
        return (int) info.elements();
    }

    private interface Sink {
        void take(ByteBuffer bytes, int first, int count);
    }

    private void pieces(TensorInfo info, Sink sink) {
        int width = info.type().bytes();
        int perPiece = PIECE / width;
        int count = (int) info.elements();
        try {
            for (int first = 0; first < count; first += perPiece) {
                int n = Math.min(perPiece, count - first);
                piece.clear().limit(n * width);
                readFully(file, channel, piece, dataStart + info.begin() + (long) first * width);
                sink.take(piece.flip().order(ByteOrder.LITTLE_ENDIAN), first, n);
            }
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    private static void readFully(Path file, FileChannel channel, ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int n = channel.read(into, at);
            if (n < 0) {
                throw new SafetensorsException(
                        ProblemKind.SAFETENSORS_TRUNCATED,
                        file,
                        "ends at byte " + at + " while it is being read",
                        "another program changes the file: try again when it is done");
            }
            at += n;
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    @Override
    public String toString() {
        return Objects.toString(file) + " (" + tensors.size() + " tensors)";
    }
}
