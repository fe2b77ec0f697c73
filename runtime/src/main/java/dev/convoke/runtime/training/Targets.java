package dev.convoke.runtime.training;

/** What a loss compares a batch's outputs with. The arrays may be longer than the batch and are reused. */
public sealed interface Targets {
    /** Whether these are class indices or values. */
    String kind();

    /** One class index per sample, or per position of each sample, {@code [batch][positions]}, where outputs are maps. */
    record Labels(int[] labels) implements Targets {
        @Override
        public String kind() {
            return "class labels";
        }
    }

    /** The wanted outputs, {@code [batch][elements]}. */
    record Values(float[] values) implements Targets {
        @Override
        public String kind() {
            return "target values";
        }
    }
}
