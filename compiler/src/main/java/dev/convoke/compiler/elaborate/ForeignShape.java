package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Shape;
import java.util.List;
import java.util.Optional;

/**
 * An input's shape as other tools write it: with the channels last, or with a number of samples before them. It is no error: here 224 channels
 * of 224x3 positions are meant.
 *
 * @param habit what is foreign in it
 * @param meant the shapes that may be meant, the likelier first
 */
public record ForeignShape(Habit habit, List<Shape> meant) {
    /** Smaller pictures are as well feature maps of some other net. */
    private static final int SMALLEST_SIDE = 28;

    /** Pictures that are no squares are told from other maps by their size. */
    private static final int SMALLEST_OBLONG = 64;

    /** How much longer than the other a picture's side is at most. */
    private static final int LONGEST = 3;

    /** What other tools do. */
    public enum Habit {
        /** Keras: {@code [224, 224, 3]}. */
        CHANNELS_LAST,
        /** Tensors of PyTorch: {@code [1, 3, 32, 32]}. */
        SAMPLES_FIRST
    }

    public ForeignShape {
        meant = List.copyOf(meant);
    }

    /** What is foreign in the shape of a net's input, if it looks so. */
    public static Optional<ForeignShape> of(Shape shape) {
        return switch (shape.rank()) {
            case 3 -> pictureWithChannelsLast(shape);
            case 4 -> picturesOrVolume(shape);
            case 5 -> volumes(shape);
            default -> Optional.empty();
        };
    }

    /** The same of an input that should be a vector, {@code [1, 784]}; elsewhere that is a signal. */
    static Optional<ForeignShape> vectors(Shape shape) {
        return shape.rank() == 2 && shape.channels() == 1
                ? Optional.of(new ForeignShape(Habit.SAMPLES_FIRST, List.of(Shape.of(shape.extent(1)))))
                : Optional.empty();
    }

    /** {@code [h, w, c]}. */
    private static Optional<ForeignShape> pictureWithChannelsLast(Shape shape) {
        int height = shape.extent(0);
        int width = shape.extent(1);
        int channels = shape.extent(2);
        boolean foreign = isSquare(height, width) && isColour(channels) || isOblong(height, width) && channels == 3;
        return foreign
                ? Optional.of(new ForeignShape(Habit.CHANNELS_LAST, List.of(Shape.of(channels, height, width))))
                : Optional.empty();
    }

    /** {@code [n, c, h, w]}, {@code [n, h, w, c]} or {@code [d, h, w, c]}. */
    private static Optional<ForeignShape> picturesOrVolume(Shape shape) {
        int first = shape.extent(0);
        int second = shape.extent(1);
        int third = shape.extent(2);
        int last = shape.extent(3);
        boolean picture = isSquare(third, last) || isOblong(third, last);
        if (isColour(second) && picture && !(first == 3 && second == 3)) {
            return Optional.of(new ForeignShape(Habit.SAMPLES_FIRST, List.of(Shape.of(second, third, last))));
        }
        if (isSquare(second, third) && isColour(last)) {
            Shape one = Shape.of(last, second, third);
            return Optional.of(new ForeignShape(
                    Habit.CHANNELS_LAST,
                    first == 1 ? List.of(one) : List.of(one, Shape.of(last, first, second, third))));
        }
        return Optional.empty();
    }

    /** {@code [n, c, d, h, w]}. */
    private static Optional<ForeignShape> volumes(Shape shape) {
        return isColour(shape.extent(1))
                ? Optional.of(new ForeignShape(
                        Habit.SAMPLES_FIRST, List.of(new Shape(shape.extents().subList(1, shape.rank())))))
                : Optional.empty();
    }

    private static boolean isColour(int channels) {
        return channels == 1 || channels == 3;
    }

    private static boolean isSquare(int height, int width) {
        return height == width && height >= SMALLEST_SIDE;
    }

    private static boolean isOblong(int height, int width) {
        int shorter = Math.min(height, width);
        return shorter >= SMALLEST_OBLONG && Math.max(height, width) <= (long) LONGEST * shorter;
    }

    /**
     * The way out in words.
     *
     * @param name what the input is called
     */
    String help(String name) {
        String inputs = meant.size() == 1
                ? "write `input " + name + ": " + meant.get(0) + "`"
                : "write `" + meant.get(0) + "` for pictures, `" + meant.get(1) + "` for volumes";
        return switch (habit) {
            case CHANNELS_LAST -> "the channels come first: if the last number is theirs, " + inputs;
            case SAMPLES_FIRST -> "an input is one sample: if the first number is one of samples, " + inputs;
        };
    }
}
