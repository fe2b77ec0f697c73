package dev.convoke.compiler.graph;

import java.util.List;
import java.util.stream.Collectors;

/** The extents of one sample of a stream: {@code [c, h, w]}, {@code [c, l]}, {@code [c, d, h, w]} or {@code [n]}. */
public record Shape(List<Integer> extents) {
    /** More axes than this are refused. */
    public static final int MAX_RANK = 8;

    public Shape {
        extents = List.copyOf(extents);
        if (extents.isEmpty() || extents.size() > MAX_RANK || !isPositive(extents)) {
            throw new IllegalArgumentException("no shape: " + extents);
        }
    }

    /** Shapes are made often: a loop takes a fraction of a stream's time. */
    private static boolean isPositive(List<Integer> extents) {
        for (int extent : extents) {
            if (extent < 1) {
                return false;
            }
        }
        return true;
    }

    public static Shape of(Integer... extents) {
        return new Shape(List.of(extents));
    }

    public int rank() {
        return extents.size();
    }

    /** The first extent: channels of a feature map, elements of a vector. */
    public int channels() {
        return extents.get(0);
    }

    /** The extents after the channels; empty for a vector. */
    public List<Integer> spatial() {
        return extents.subList(1, extents.size());
    }

    public int extent(int axis) {
        return extents.get(axis);
    }

    /** Elements of one sample. */
    public long elements() {
        return product(extents);
    }

    /**
     * The product of extents, of none of them 1.
     *
     * @throws ArithmeticException if it has more than 64 bits
     */
    public static long product(List<Integer> extents) {
        long product = 1;
        for (int extent : extents) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }

    @Override
    public String toString() {
        return extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
