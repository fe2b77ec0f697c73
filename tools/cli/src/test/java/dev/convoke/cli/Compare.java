package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

/** Distances between what was computed and the truth. */
final class Compare {
    private Compare() {}

    /** {@code max |a - b| <= tolerance * max |b|}. */
    static void largest(String what, float[] found, float[] truth, double tolerance) {
        assertThat(found).as(what).hasSameSizeAs(truth);
        double distance = 0;
        double largest = 0;
        for (int i = 0; i < truth.length; i++) {
            distance = Math.max(distance, Math.abs((double) found[i] - truth[i]));
            largest = Math.max(largest, Math.abs((double) truth[i]));
        }
        assertThat(distance / largest).as(what).isLessThanOrEqualTo(tolerance);
    }

    /** {@code |a - b| <= tolerance * |b|} in the Euclidean norm. */
    static void norm(String what, float[] found, float[] truth, double tolerance) {
        assertThat(found).as(what).hasSameSizeAs(truth);
        double distance = 0;
        double length = 0;
        for (int i = 0; i < truth.length; i++) {
            double difference = (double) found[i] - truth[i];
            distance += difference * difference;
            length += (double) truth[i] * truth[i];
        }
        assertThat(Math.sqrt(distance)).as(what).isLessThanOrEqualTo(tolerance * Math.sqrt(length));
    }
}
