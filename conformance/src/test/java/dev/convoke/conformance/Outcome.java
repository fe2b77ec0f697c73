package dev.convoke.conformance;

import java.util.LinkedHashMap;
import java.util.Map;

/** All that a network computed, by what it is: {@code inference.logits}, {@code grad.conv1.weight} and so on. */
record Outcome(Map<String, double[]> tensors) {
    Outcome() {
        this(new LinkedHashMap<>());
    }

    void put(String name, float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        tensors.put(name, wide);
    }

    void put(String name, double[] values) {
        tensors.put(name, values);
    }

    /** The first element whose bits differ, in words; empty if there is none. */
    String firstDifference(Outcome other) {
        if (!tensors.keySet().equals(other.tensors.keySet())) {
            return tensors.keySet() + " and " + other.tensors.keySet();
        }
        StringBuilder difference = new StringBuilder();
        tensors.forEach((name, values) -> {
            double[] others = Maps.get(other.tensors, name);
            if (values.length != others.length) {
                difference.append(name + " has %d elements and %d".formatted(values.length, others.length));
            }
            for (int i = 0; i < values.length && difference.isEmpty(); i++) {
                if (Double.doubleToLongBits(values[i]) != Double.doubleToLongBits(others[i])) {
                    difference.append("%s[%d] is %s and %s".formatted(name, i, values[i], others[i]));
                }
            }
        });
        return difference.toString();
    }
}
