package dev.convoke.runtime.safetensors;

import dev.convoke.runtime.file.AtomicFile;
import dev.convoke.runtime.problem.FileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a safetensors file: all of it or nothing. The arrays are not copied; they are read when {@link #write} runs. Wide
 * elements come first, so that each tensor is aligned to its width, as readers that map the file want it; the header is padded
 * to 8 bytes for the same reason.
 */
public final class SafetensorsWriter {
    private static final int PIECE = 1 << 18;

    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private interface Source {
        void put(ByteBuffer bytes, int first, int count);
    }

    private record Entry(String name, DType type, List<Long> shape, int elements, Source source) {}

    /** Adds a tensor of float32 that lies at {@code offset} in {@code data}, row-major. */
    public SafetensorsWriter floats(String name, List<Long> shape, float[] data, int offset) {
        int elements = elements(shape, data.length - offset);
        return add(new Entry(
                name,
                DType.F32,
                List.copyOf(shape),
                elements,
                (bytes, first, count) -> bytes.asFloatBuffer().put(data, offset + first, count)));
    }

    /** Adds a tensor of int64 that lies at {@code offset} in {@code data}, row-major. */
    public SafetensorsWriter longs(String name, List<Long> shape, long[] data, int offset) {
        int elements = elements(shape, data.length - offset);
        return add(new Entry(
                name,
                DType.I64,
                List.copyOf(shape),
                elements,
                (bytes, first, count) -> bytes.asLongBuffer().put(data, offset + first, count)));
    }

    /** Adds an entry of the free-form metadata. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    private SafetensorsWriter add(Entry entry) {
        if (entry.name().equals("__metadata__") || !names.add(entry.name())) {
            throw new IllegalArgumentException(
                    "a tensor cannot have the name " + entry.name() + (names.contains(entry.name()) ? " twice" : ""));
        }
        entries.add(entry);
        return this;
    }

    private static int elements(List<Long> shape, int room) {
        long product = 1;
        for (long extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("negative extent in " + shape);
            }
            product = Math.multiplyExact(product, extent);
        }
        if (product > room) {
            throw new IllegalArgumentException(
                    "shape " + shape + " needs " + product + " elements, the array has " + room);
        }
        return (int) product;
    }

    /**
     * Writes the file: to a temporary one in the same folder, forced to disk, then renamed.
     *
     * @throws FileException if that fails; then no part of a new file is left, and an old one is untouched
     */
    public void write(Path file) {
        List<Entry> order = new ArrayList<>(entries);
        order.sort(Comparator.comparingInt((Entry it) -> it.type().bytes()).reversed());
        try {
            AtomicFile.write(file, channel -> writeTo(channel, order));
        } catch (IOException e) {
            throw FileException.writing(file, e);
        }
    }

    private void writeTo(FileChannel channel, List<Entry> order) throws IOException {
        byte[] header = header(order);
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.max(PIECE, header.length + 8)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header).flip();
        drain(channel, bytes);
        for (Entry entry : order) {
            int width = entry.type().bytes();
            int perPiece = PIECE / width;
            for (int first = 0; first < entry.elements(); first += perPiece) {
                int count = Math.min(perPiece, entry.elements() - first);
                bytes.clear().limit(count * width);
                entry.source().put(bytes, first, count);
                drain(channel, bytes);
            }
        }
    }

    private static void drain(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private byte[] header(List<Entry> order) {
        StringBuilder text = new StringBuilder("{");
        String separator = "";
        if (!metadata.isEmpty()) {
            text.append("\"__metadata__\":{");
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                text.append(separator);
                string(text, entry.getKey());
                text.append(':');
                string(text, entry.getValue());
                separator = ",";
            }
            text.append('}');
            separator = ",";
        }
        long at = 0;
        for (Entry entry : order) {
            long end = at + (long) entry.elements() * entry.type().bytes();
            text.append(separator);
            string(text, entry.name());
            text.append(":{\"dtype\":\"").append(entry.type()).append("\",\"shape\":[");
            for (int i = 0; i < entry.shape().size(); i++) {
                text.append(i == 0 ? "" : ",").append(entry.shape().get(i));
            }
            text.append("],\"data_offsets\":[")
                    .append(at)
                    .append(',')
                    .append(end)
                    .append("]}");
            separator = ",";
            at = end;
        }
        text.append('}');
        byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = java.util.Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        java.util.Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void string(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
