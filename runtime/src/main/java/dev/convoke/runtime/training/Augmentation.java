package dev.convoke.runtime.training;

import dev.convoke.runtime.generated.Randoms;
import java.util.List;

/** A random change of a training sample, in place; a pure function of its key, so that a run can be repeated and resumed. */
@FunctionalInterface
public interface Augmentation {
    /** Changes the sample of that shape that begins at {@code at}. */
    void apply(float[] samples, int at, List<Integer> shape, long key);

    /** This one, then another. */
    default Augmentation then(Augmentation next) {
        return (samples, at, shape, key) -> {
            apply(samples, at, shape, key);
            next.apply(samples, at, shape, Randoms.bitsAt(key, 1));
        };
    }

    /** Whether samples stay as they are. */
    default boolean isNone() {
        return false;
    }

    /** Nothing. */
    static Augmentation none() {
        return new Augmentation() {
            @Override
            public void apply(float[] samples, int at, List<Integer> shape, long key) {}

            @Override
            public boolean isNone() {
                return true;
            }
        };
    }

    /** Mirrors half of the images left to right. */
    static Augmentation flip() {
        return (samples, at, shape, key) -> {
            if (Randoms.bitsAt(key, 0) >= 0) {
                return;
            }
            int width = shape.get(shape.size() - 1);
            int rows = rows(shape);
            for (int row = 0; row < rows; row++) {
                int from = at + row * width;
                for (int i = 0, j = width - 1; i < j; i++, j--) {
                    float swapped = samples[from + i];
                    samples[from + i] = samples[from + j];
                    samples[from + j] = swapped;
                }
            }
        };
    }

    /**
     * Moves each image by up to {@code pixels} up, down, left and right, zeros coming in: what padding by so many pixels and cropping at random
     * does.
     */
    static Augmentation shift(int pixels) {
        Settings.atLeast1("pixels", pixels);
        return (samples, at, shape, key) -> {
            int down = Randoms.belowAt(key, 0, 2 * pixels + 1) - pixels;
            int right = Randoms.belowAt(key, 1, 2 * pixels + 1) - pixels;
            int width = shape.get(shape.size() - 1);
            int height = shape.size() < 2 ? 1 : shape.get(shape.size() - 2);
            int planes = rows(shape) / height;
            for (int plane = 0; plane < planes; plane++) {
                Shift.plane(samples, at + plane * height * width, height, width, down, right);
            }
        };
    }

    private static int rows(List<Integer> shape) {
        int rows = 1;
        for (int i = 0; i < shape.size() - 1; i++) {
            rows *= shape.get(i);
        }
        return rows;
    }
}
