package dev.convoke.runtime.data;

import java.io.InputStream;
import java.nio.file.Path;

/**
 * The 1,797 handwritten digits of 8x8 pixels of UCI's "Optical Recognition of Handwritten Digits" as idx files: {@code [1, 8, 8]}, values 0 to 16 scaled
 * to 0 to 1.
 */
public final class Digits {
    /** How many samples are for training where the set is split in its own order; the other 360 are for testing. */
    public static final int TRAINING = 1437;

    private static final float LARGEST = 16f;

    private Digits() {}

    /** {@code digits-images-idx3-ubyte[.gz]} and {@code digits-labels-idx1-ubyte[.gz]} of a folder. */
    public static Dataset read(Path folder) {
        return Idx.pair(
                Idx.read(Idx.find(folder, "digits-images-idx3-ubyte")),
                Idx.read(Idx.find(folder, "digits-labels-idx1-ubyte")),
                LARGEST);
    }

    /** Two streams, of class-path resources for instance, which are read to their ends and closed. */
    public static Dataset read(InputStream images, InputStream labels) {
        return Idx.pair(Idx.read("the digits' images", images), Idx.read("the digits' labels", labels), LARGEST);
    }
}
