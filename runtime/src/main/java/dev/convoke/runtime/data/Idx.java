package dev.convoke.runtime.data;

import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.ProblemKind;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The idx format of MNIST: two zeros, the element type, the rank, big-endian extents, then the elements, row-major. Only
 * unsigned bytes are read, which is what all these data sets have.
 *
 * @param source where it came from, for messages
 * @param shape the extents
 * @param bytes the elements
 */
record Idx(String source, List<Integer> shape, byte[] bytes) {
    private static final int UNSIGNED_BYTE = 8;

    static Idx read(Path file) {
        try (ByteSource source = ByteSource.open(file)) {
            return read(source);
        }
    }

    static Idx read(String name, InputStream stream) {
        try (ByteSource source = ByteSource.of(name, stream)) {
            return read(source);
        }
    }

    private static Idx read(ByteSource source) {
        int magic = source.bigEndian("the idx header");
        int type = magic >>> 8;
        int rank = magic & 0xFF;
        if (type != UNSIGNED_BYTE || rank < 1 || rank > 4) {
            throw new DataException(
                    ProblemKind.DATA_WRONG_FORMAT,
                    source.name(),
                    String.format(
                            "begins with %08x, where an idx file of unsigned bytes begins with 000008 and the rank, 01 to 04",
                            magic),
                    "check that this is an idx file, such as train-images-idx3-ubyte.gz");
        }
        List<Integer> shape = new ArrayList<>();
        long elements = 1;
        for (int i = 0; i < rank; i++) {
            int extent = source.bigEndian("the idx header");
            if (extent < 0) {
                throw tooLarge(source, Integer.toUnsignedString(extent));
            }
            shape.add(extent);
            try {
                elements = Math.multiplyExact(elements, (long) extent);
            } catch (ArithmeticException e) {
                throw tooLarge(source, shape.toString());
            }
        }
        byte[] bytes = source.exactly(elements, "the elements of shape " + shape);
        source.expectEnd();
        return new Idx(source.name(), List.copyOf(shape), bytes);
    }

    private static DataException tooLarge(ByteSource source, String what) {
        return new DataException(
                ProblemKind.DATA_TOO_LARGE,
                source.name(),
                "the header announces " + what + " elements",
                "the header is damaged: download the file again");
    }

    /** Pairs images {@code [n, h, w]} (or {@code [n, c, h, w]}) with labels {@code [n]}. */
    static Dataset pair(Idx images, Idx labels, float largest) {
        if (images.shape().size() < 3) {
            throw new DataException(
                    ProblemKind.DATA_WRONG_FORMAT,
                    images.source(),
                    "has the shape " + images.shape() + ", where images [n, height, width] are expected",
                    "name the file of images first");
        }
        if (labels.shape().size() != 1) {
            throw new DataException(
                    ProblemKind.DATA_WRONG_FORMAT,
                    labels.source(),
                    "has the shape " + labels.shape() + ", where labels [n] are expected",
                    "name the file of labels second");
        }
        int size = images.shape().get(0);
        if (size != labels.shape().get(0)) {
            throw new DataException(
                    ProblemKind.DATA_MISMATCH,
                    images.source(),
                    size + " images, but " + labels.shape().get(0) + " labels in " + labels.source(),
                    "take images and labels of the same set");
        }
        List<Integer> shape =
                new ArrayList<>(images.shape().subList(1, images.shape().size()));
        if (shape.size() == 2) {
            shape.add(0, 1);
        }
        int[] classes = new int[size];
        int most = -1;
        for (int i = 0; i < size; i++) {
            classes[i] = labels.bytes()[i] & 0xFF;
            most = Math.max(most, classes[i]);
        }
        return new ByteDataset(images.source(), shape, images.bytes(), classes, most + 1, largest);
    }

    /** The file of that name in a folder, with or without {@code .gz}. */
    static Path find(Path folder, String name) {
        Path plain = folder.resolve(name);
        Path packed = folder.resolve(name + ".gz");
        return Files.exists(plain) || !Files.exists(packed) ? plain : packed;
    }
}
