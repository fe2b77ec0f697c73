package dev.convoke.runtime.training;

import dev.convoke.runtime.Model;

/** Counts of true and predicted classes. Not thread-safe. */
public final class Metrics {
    private final int classes;
    private final long[] counts;
    private long total;
    private long right;

    /** No samples yet. */
    public Metrics(int classes) {
        this.classes = classes;
        this.counts = new long[Math.multiplyExact(classes, classes)];
    }

    /** Counts a batch; the predicted class is that of the largest output, the first of equals. */
    public void add(float[] outputs, int batch, int[] labels) {
        for (int i = 0; i < batch; i++) {
            add(labels[i], Model.largest(outputs, i * classes, classes));
        }
    }

    /**
     * Counts a batch of maps {@code [classes][positions]}, position by position.
     *
     * @param labels {@code [batch][positions]}
     * @param loss says which labels are left out
     */
    public void add(float[] outputs, int batch, int positions, int[] labels, Loss loss) {
        for (int i = 0; i < batch * positions; i++) {
            if (!loss.ignores(labels[i])) {
                add(labels[i], Shapes.predicted(outputs, i / positions, i % positions, classes, positions));
            }
        }
    }

    /** Counts one sample. */
    public void add(int label, int predicted) {
        counts[label * classes + predicted]++;
        total++;
        right += label == predicted ? 1 : 0;
    }

    /** The number of classes. */
    public int classes() {
        return classes;
    }

    /** The number of samples. */
    public long total() {
        return total;
    }

    /** The number of samples whose class was predicted. */
    public long right() {
        return right;
    }

    /** The share of samples whose class was predicted; NaN without samples. */
    public double accuracy() {
        return (double) right / total;
    }

    /** How many samples of class {@code label} were predicted to be of class {@code predicted}. */
    public long count(int label, int predicted) {
        return counts[label * classes + predicted];
    }

    /** Of the samples predicted to be of a class, the share that are; NaN if there are none. */
    public double precision(int of) {
        long predicted = 0;
        for (int label = 0; label < classes; label++) {
            predicted += count(label, of);
        }
        return (double) count(of, of) / predicted;
    }

    /** Of the samples of a class, the share that were predicted to be; NaN if there are none. */
    public double recall(int of) {
        long present = 0;
        for (int predicted = 0; predicted < classes; predicted++) {
            present += count(of, predicted);
        }
        return (double) count(of, of) / present;
    }
}
