package dev.convoke.runtime.training;

import java.util.List;

/** Numbers of outputs. */
final class Shapes {
    private Shapes() {}

    /** Floats of one sample. */
    static int elements(List<Integer> shape) {
        int product = 1;
        for (int extent : shape) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }

    /** Labels of one sample: one for each position behind the first axis, which is that of the classes. */
    static int positions(List<Integer> shape) {
        return elements(shape) / shape.get(0);
    }

    /** The class of the largest output at a position; the first of equals. */
    static int predicted(float[] outputs, int sample, int position, int classes, int positions) {
        int at = sample * classes * positions + position;
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (outputs[at + c * positions] > outputs[at + best * positions]) {
                best = c;
            }
        }
        return best;
    }
}
