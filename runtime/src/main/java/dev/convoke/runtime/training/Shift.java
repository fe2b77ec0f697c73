package dev.convoke.runtime.training;

import java.util.Arrays;

/** Moves an image within its own memory. */
final class Shift {
    private Shift() {}

    /** Moves one plane, zeros coming in; rows are taken in the order in which none is overwritten before it has moved. */
    static void plane(float[] values, int at, int height, int width, int down, int right) {
        for (int i = 0; i < height; i++) {
            int row = down > 0 ? height - 1 - i : i;
            int to = at + row * width;
            int source = row - down;
            if (source < 0 || source >= height || Math.abs(right) >= width) {
                Arrays.fill(values, to, to + width, 0f);
                continue;
            }
            int from = at + source * width;
            if (right >= 0) {
                System.arraycopy(values, from, values, to + right, width - right);
                Arrays.fill(values, to, to + right, 0f);
            } else {
                System.arraycopy(values, from - right, values, to, width + right);
                Arrays.fill(values, to + width + right, to + width, 0f);
            }
        }
    }
}
