package dev.convoke.runtime.data;

import java.util.List;

/** Images kept as bytes, a quarter of the memory of floats; each byte is divided by the largest value. */
final class ByteDataset implements Dataset {
    private final String source;
    private final List<Integer> shape;
    private final int elements;
    private final byte[] pixels;
    private final int[] labels;
    private final int classes;
    private final float[] values = new float[256];

    /** Takes the arrays as they are: {@code labels.length} images of {@code shape}, one after the other. */
    ByteDataset(String source, List<Integer> shape, byte[] pixels, int[] labels, int classes, float largest) {
        this.source = source;
        this.shape = List.copyOf(shape);
        this.elements = labels.length == 0 ? 0 : pixels.length / labels.length;
        this.pixels = pixels;
        this.labels = labels;
        this.classes = classes;
        for (int i = 0; i < 256; i++) {
            values[i] = i / largest;
        }
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public List<Integer> shape() {
        return shape;
    }

    @Override
    public void copySample(int sample, float[] into, int at) {
        int from = sample * elements;
        for (int i = 0; i < elements; i++) {
            into[at + i] = values[pixels[from + i] & 0xFF];
        }
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public int label(int sample) {
        return labels[sample];
    }

    @Override
    public String toString() {
        return source;
    }
}
