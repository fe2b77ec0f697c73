package dev.convoke.runtime.data;

import java.util.List;

/** Some samples of another set, in an order of their own. */
final class Selection implements Dataset {
    private final Dataset whole;
    private final int[] chosen;

    /** Takes the array as it is. */
    Selection(Dataset whole, int[] chosen) {
        this.whole = whole;
        this.chosen = chosen;
    }

    @Override
    public int size() {
        return chosen.length;
    }

    @Override
    public List<Integer> shape() {
        return whole.shape();
    }

    @Override
    public void copySample(int sample, float[] into, int at) {
        whole.copySample(chosen[sample], into, at);
    }

    @Override
    public int classes() {
        return whole.classes();
    }

    @Override
    public int label(int sample) {
        return whole.label(chosen[sample]);
    }

    @Override
    public int labelElements() {
        return whole.labelElements();
    }

    @Override
    public void copyLabels(int sample, int[] into, int at) {
        whole.copyLabels(chosen[sample], into, at);
    }

    @Override
    public int targetElements() {
        return whole.targetElements();
    }

    @Override
    public void copyTarget(int sample, float[] into, int at) {
        whole.copyTarget(chosen[sample], into, at);
    }

    @Override
    public String toString() {
        // Users know the source, not into which parts it was split.
        return whole.toString();
    }
}
