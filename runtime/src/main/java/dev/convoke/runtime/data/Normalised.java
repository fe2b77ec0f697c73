package dev.convoke.runtime.data;

import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.ProblemKind;
import java.util.List;

/** Another set with each channel shifted and scaled. */
final class Normalised implements Dataset {
    private final Dataset original;
    private final float[] means;
    private final float[] deviations;
    private final int plane;

    Normalised(Dataset original, float[] means, float[] deviations) {
        int channels = original.shape().isEmpty() ? 1 : original.shape().get(0);
        if (means.length != channels || deviations.length != channels) {
            throw new DataException(
                    ProblemKind.DATA_MISMATCH,
                    original.toString(),
                    "samples have " + channels + " channels, but " + means.length + " means and " + deviations.length
                            + " deviations are given",
                    "give one of each per channel");
        }
        for (float deviation : deviations) {
            if (!(Math.abs(deviation) > 0)) {
                throw new DataException(
                        ProblemKind.DATA_MISMATCH,
                        original.toString(),
                        "a deviation is " + deviation,
                        "deviations must not be 0");
            }
        }
        this.original = original;
        this.means = means.clone();
        this.deviations = deviations.clone();
        this.plane = original.elements() / channels;
    }

    @Override
    public int size() {
        return original.size();
    }

    @Override
    public List<Integer> shape() {
        return original.shape();
    }

    @Override
    public void copySample(int sample, float[] into, int at) {
        original.copySample(sample, into, at);
        for (int channel = 0; channel < means.length; channel++) {
            float mean = means[channel];
            float deviation = deviations[channel];
            int from = at + channel * plane;
            for (int i = from; i < from + plane; i++) {
                into[i] = (into[i] - mean) / deviation;
            }
        }
    }

    @Override
    public int classes() {
        return original.classes();
    }

    @Override
    public int label(int sample) {
        return original.label(sample);
    }

    @Override
    public int labelElements() {
        return original.labelElements();
    }

    @Override
    public void copyLabels(int sample, int[] into, int at) {
        original.copyLabels(sample, into, at);
    }

    @Override
    public int targetElements() {
        return original.targetElements();
    }

    @Override
    public void copyTarget(int sample, float[] into, int at) {
        original.copyTarget(sample, into, at);
    }

    @Override
    public String toString() {
        return original.toString();
    }
}
