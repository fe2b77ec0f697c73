package dev.convoke.runtime.data;

import java.nio.file.Path;

/**
 * MNIST, Fashion-MNIST and other sets in idx files, gzipped or not: {@code [1, h, w]}, values from 0 to 1. Faults of the files are {@link
 * dev.convoke.runtime.problem.DataException}s or {@link dev.convoke.runtime.problem.FileException}s.
 */
public final class Mnist {
    private Mnist() {}

    /** {@code train-images-idx3-ubyte[.gz]} and {@code train-labels-idx1-ubyte[.gz]} of a folder. */
    public static Dataset train(Path folder) {
        return named(folder, "train");
    }

    /** {@code t10k-images-idx3-ubyte[.gz]} and {@code t10k-labels-idx1-ubyte[.gz]} of a folder. */
    public static Dataset test(Path folder) {
        return named(folder, "t10k");
    }

    /** Any pair of files. */
    public static Dataset read(Path images, Path labels) {
        return Idx.pair(Idx.read(images), Idx.read(labels), 255f);
    }

    private static Dataset named(Path folder, String prefix) {
        return read(Idx.find(folder, prefix + "-images-idx3-ubyte"), Idx.find(folder, prefix + "-labels-idx1-ubyte"));
    }
}
