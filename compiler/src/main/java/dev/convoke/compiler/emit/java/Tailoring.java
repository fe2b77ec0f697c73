package dev.convoke.compiler.emit.java;

import dev.convoke.compiler.plan.Phase;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which kernels are wanted. Code for others gets all; who compiles for this machine and one purpose gets no more than it needs.
 *
 * @param widths of vectors, in floats; 1 is scalar code
 * @param phases those whose steps are emitted; the others have none
 */
public record Tailoring(List<Integer> widths, Set<Phase> phases) {
    public Tailoring {
        widths = List.copyOf(widths);
        phases = Set.copyOf(phases);
        if (widths.isEmpty()) {
            throw new IllegalArgumentException("no width");
        }
    }

    /** Every width, every phase. */
    public static Tailoring everything() {
        return new Tailoring(List.of(1, 16, 8, 4), EnumSet.allOf(Phase.class));
    }

    /** For machines with vectors of that many floats, inference and training. */
    public static Tailoring training(int width) {
        return new Tailoring(List.of(width), EnumSet.allOf(Phase.class));
    }

    /** For machines with vectors of that many floats, inference only. */
    public static Tailoring inference(int width) {
        return new Tailoring(List.of(width), EnumSet.of(Phase.PREPARE, Phase.INFERENCE));
    }

    /** The suffix of the class with the kernels of a width. */
    static String suffix(int width) {
        return width == 1 ? "Scalar" : "Vector" + width;
    }
}
