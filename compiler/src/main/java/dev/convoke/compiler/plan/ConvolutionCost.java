package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a convolution costs, in cycles of a core that does two multiply-adds of 16 lanes in each: a model of what was measured (docs/design/back-end.md), for
 * one sample and one thread. It need not be right but in what it prefers.
 */
final class ConvolutionCost {
    /** The part of the limit that a direct convolution reaches, and the products of tiles. */
    private static final double DIRECT = 0.85;

    private static final double PRODUCTS = 0.8;

    /** Cycles for one vector of a tile to be read, combined and written, in one side of a transform. */
    private static final double TRANSFORM = 1.0;

    /** Bytes that go to the last cache, or come from there, in a cycle. */
    private static final double CACHED_BYTES = 12;

    /**
     * Bytes of weights that come from memory in a cycle, while products wait for them: those of a net do not stay in a cache from
     * one sample to the next.
     */
    private static final double BYTES = 6;

    /** Bytes of weights that a core's own cache holds beside the rest. */
    private static final double CACHE = 512 * 1024;

    /** Results along one axis that a tile may have. */
    private static final List<Integer> TILES = List.of(2, 4);

    private ConvolutionCost() {}

    /**
     * An algorithm that could compute a convolution.
     *
     * @param sides the form of Winograd's algorithm for each axis of positions; empty for the direct sum
     */
    record Candidate(List<CookToom> sides, double cycles) {
        String name() {
            return sides.isEmpty()
                    ? AlgorithmChoice.DIRECT
                    : "Winograd F(" + extents(CookToom::outputs) + ", " + extents(CookToom::taps) + ")";
        }

        private String extents(ToIntFunction<CookToom> extent) {
            return sides.stream()
                    .map(side -> Integer.toString(extent.applyAsInt(side)))
                    .collect(Collectors.joining("x"));
        }
    }

    /** All algorithms for a convolution, the direct sum first. */
    static List<Candidate> candidates(Convolution convolution) {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(List.of(), direct(convolution)));
        boolean possible = convolution.positions().size() <= 2
                && !convolution.weight().batched()
                && Convolution.extent(convolution.inputs()) >= Lanes.WIDTH;
        if (possible) {
            forms(convolution).forEach(form -> candidates.add(new Candidate(form, winograd(convolution, form))));
        }
        return candidates;
    }

    /** Every F(outputs, taps) along each axis for which there are points, where the output has more than one tile. */
    private static List<List<CookToom>> forms(Convolution convolution) {
        List<List<CookToom>> forms = List.of(List.of());
        for (int i = 0; i < convolution.taps().size(); i++) {
            int taps = Convolution.extent(convolution.taps().get(i));
            int extent = Convolution.extent(convolution.positions().get(i));
            List<CookToom> sides = taps < 3
                    ? List.of()
                    : TILES.stream()
                            .filter(outputs -> outputs + taps - 1 <= CookToom.MOST_PRODUCTS && extent > outputs)
                            .map(outputs -> CookToom.of(outputs, taps))
                            .toList();
            forms = forms.stream()
                    .flatMap(form -> sides.stream()
                            .map(side -> Stream.concat(form.stream(), Stream.of(side))
                                    .toList()))
                    .toList();
        }
        return forms;
    }

    private static double blocks(Axis channels) {
        return Math.ceil(Convolution.extent(channels) / (double) Lanes.WIDTH);
    }

    private static double product(List<Axis> axes) {
        return axes.stream().mapToDouble(Convolution::extent).reduce(1, (a, b) -> a * b);
    }

    private static double direct(Convolution convolution) {
        double products = product(convolution.taps());
        double sums = product(convolution.positions())
                * products
                * Convolution.extent(convolution.inputs())
                * blocks(convolution.outputs())
                / 2
                / DIRECT;
        return sums + waiting(convolution, products);
    }

    /** Cycles until weights are there, so many for each pair of an input and an output channel. */
    private static double waiting(Convolution convolution, double products) {
        double bytes = products
                * Convolution.extent(convolution.inputs())
                * blocks(convolution.outputs())
                * Lanes.WIDTH
                * Float.BYTES;
        return Math.max(0, bytes - CACHE) / BYTES;
    }

    private static double winograd(Convolution convolution, List<CookToom> sides) {
        double tiles = IntStream.range(0, sides.size())
                .mapToDouble(i ->
                        Math.ceil(Convolution.extent(convolution.positions().get(i))
                                / (double) sides.get(i).outputs()))
                .reduce(1, (a, b) -> a * b);
        double products = sides.stream().mapToDouble(CookToom::products).reduce(1, (a, b) -> a * b);
        double results = sides.stream().mapToDouble(CookToom::outputs).reduce(1, (a, b) -> a * b);
        double inputs = Convolution.extent(convolution.inputs());
        double inputBlocks = blocks(convolution.inputs());
        double outputBlocks = blocks(convolution.outputs());
        double sums = products * tiles * inputs * outputBlocks / 2 / PRODUCTS;
        double transforms =
                tiles * TRANSFORM * (inputBlocks * 4 * products + outputBlocks * (2 * products + 3 * results));
        double between = 2 * products * tiles * (inputBlocks + outputBlocks) * Lanes.WIDTH * Float.BYTES / CACHED_BYTES;
        return sums + transforms + between + waiting(convolution, products);
    }
}
