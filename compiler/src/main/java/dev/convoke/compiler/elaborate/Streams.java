package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Shape;
import java.util.List;

/** Limits on the shapes of streams. */
final class Streams {
    private Streams() {}

    /** Whether a stream may have these extents: none of them less than 1. */
    static boolean fits(List<Integer> extents) {
        return extents.size() <= Shape.MAX_RANK && elements(extents) <= Budget.MAX_STREAM;
    }

    /** Elements of one sample; the largest long where there are more. */
    static long elements(List<Integer> extents) {
        long elements = 1;
        for (int extent : extents) {
            if (elements > Long.MAX_VALUE / extent) {
                return Long.MAX_VALUE;
            }
            elements *= extent;
        }
        return elements;
    }
}
