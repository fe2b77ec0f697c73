package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.plan.Accesses;
import dev.convoke.compiler.plan.Nest;
import dev.convoke.compiler.plan.PooledSums;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How many output elements of each axis a tile computes at once, in registers.
 *
 * @param factors by variable of the parallel loops after lanes are split, innermost axis first; absent means 1
 * @param when the batches for which this tiling is meant
 */
record Tiling(Map<Atom.Variable, Integer> factors, Guard when) {
    /**
     * Accumulators that a tile of positions may hold: with what it multiplies they must fit the registers (32 of 16 lanes, 16 of 8). Where a few
     * partial sums are added up in a loop, the sums and the parts lie there, and twelve are taken.
     */
    private static int accumulators(Expression value, int width) {
        return addsFewParts(value) ? Math.min(12, accumulators(width)) : accumulators(width);
    }

    private static int accumulators(int width) {
        return width == Lanes.WIDTH ? 16 : width == 1 ? 8 : 12;
    }

    /** More parts than that, and no more than {@link Unroll#LONGEST}, are the few of which sums and parts compete. */
    private static final int FEWEST_PARTS = 4;

    private static boolean addsFewParts(Expression value) {
        boolean[] found = {false};
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                found[0] |= reduce.body() instanceof Expression.Reduce && shortLoop(reduce) > FEWEST_PARTS;
                return super.reduce(reduce);
            }
        }.rewrite(value);
        return found[0];
    }

    /**
     * Taps of a row that are written out where blocks of channels share inputs. More of them keep so many inputs at hand that the accumulators
     * have no registers left: 7x7 with stride 2 runs at 75 % of the machine's limit with 8 accumulators and taps written out, at 47 % with
     * 16, and at 87 % with 14 and a loop over the taps; 3x3 at 90 % written out (JDK 17, 16 lanes).
     */
    private static final int MANY_TAPS = 4;

    /**
     * Whether the taps of a row are better written out than a loop. In a tile of one block an input serves one multiply-add a tap, and a loop
     * would wait for loads: LeNet-5's 5x5 for 16 channels takes a fifth longer.
     */
    boolean writesOutTaps(Nest nest) {
        boolean oneBlock = nest.lanes().stream()
                .mapToObj(lanes -> SplitLanes.blocks(nest.axes().get(lanes).variable()))
                .anyMatch(blocks -> factors.getOrDefault(blocks, 1) == 1);
        return oneBlock || tapsOfARow(nest.value()) <= MANY_TAPS;
    }

    /**
     * Accumulators of a tile of one block whose elements share weights only, as of a depthwise convolution. Its inputs are at
     * constant distances from the first one, so that C2 checks one index for all of them. 5 rows of 14 multiply-adds make C2
     * keep vectors as objects in one run of four, of 8 in none.
     */
    private static int accumulatorsOfOneBlock(long tapsOfARow, int width) {
        return switch (width) {
            case Lanes.WIDTH -> tapsOfARow > MANY_TAPS ? WIDEST : 14;
            case 8 -> 14;
            case 4 -> FEWEST;
            default -> WIDEST;
        };
    }

    /** Sums that hide the latency of multiply-adds, about. */
    private static final int FEWEST = 7;

    /** The taps of a window's row: the longest of the innermost loops of reductions, if it is short. */
    private static long tapsOfARow(Expression value) {
        long[] taps = {1};
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                if (!(reduce.body() instanceof Expression.Reduce)) {
                    taps[0] = Math.max(taps[0], shortLoop(reduce));
                }
                return super.reduce(reduce);
            }
        }.rewrite(value);
        return taps[0];
    }

    /** The length of a reduction's innermost loop, if it is short; otherwise 1. An axis of one gets no loop: the rows of a window of 7x1 are columns. */
    private static long shortLoop(Expression.Reduce reduce) {
        return reduce.axes().stream()
                .map(Axis::extent)
                .filter(extent -> !extent.isConstant(1))
                .reduce((outer, inner) -> inner)
                .filter(extent -> extent.isConstant() && extent.constant() <= Unroll.LONGEST)
                .map(Index::constant)
                .orElse(1L);
    }

    /** Elements computed together where they share no operands: enough to overlap, few enough to stay small. */
    private static final int UNSHARED = 2;

    private static final int WIDEST = 8;

    /** Sums for each element of a tile that the registers hold. */
    int together(int width) {
        return Math.max(1, accumulators(width) / elements());
    }

    /** Elements, or vectors of them, that a tile computes. */
    private int elements() {
        return factors.values().stream().reduce(1, Math::multiplyExact);
    }

    /** The axes of a tile along which there is more than one element or vector. */
    List<Step.Tiled> tile() {
        return factors.entrySet().stream()
                .filter(factor -> factor.getValue() > 1)
                .map(factor -> new Step.Tiled(factor.getKey().name(), factor.getValue()))
                .toList();
    }

    /** The tilings of a nest with a reduction; together they cover every batch. */
    static List<Tiling> choose(Nest nest, int width) {
        List<Axis> pixels = new ArrayList<>();
        for (int i = nest.axes().size() - 1; i >= 0; i--) {
            Axis axis = nest.axes().get(i);
            boolean lanes = nest.lanes().isPresent() && nest.lanes().getAsInt() == i;
            if (!lanes && !axis.isBatch() && axis.extent().constant() > 1 && !nest.ownsFactors(axis)) {
                pixels.add(axis);
            }
        }
        pixels.sort(Comparator.comparing(axis -> !sharesVectors(nest, axis)));
        Axis batch = nest.axes().stream().filter(Axis::isBatch).findFirst().orElse(Axis.of("none", 1));
        if (pixels.isEmpty() && batch.isBatch() && samplesShareOperands(nest, batch)) {
            Tiling many = new Tiling(withBlocks(nest, width, List.of(), batch), Guard.ALWAYS);
            // The same for every width, although narrow tiles hold fewer samples: kernels of two widths may take turns.
            Index enough = Index.of(Axis.BATCH).minus(WIDEST);
            Tiling few = new Tiling(
                    withBlocks(nest, width, List.of(), Axis.of("none", 1)),
                    new Guard(List.of(Index.of(WIDEST - 1L).minus(Index.of(Axis.BATCH)))));
            return List.of(new Tiling(many.factors, new Guard(List.of(enough))), few);
        }
        if (ownLanesOnly(nest)) {
            Tiling one = new Tiling(oneBlock(nest, width, pixels), Guard.ALWAYS);
            if (one.elements() >= FEWEST) {
                return List.of(one);
            }
        }
        return List.of(new Tiling(withBlocks(nest, width, pixels, Axis.of("none", 1)), Guard.ALWAYS));
    }

    /** Whether each lane multiplies elements of its own channel only, as in a depthwise convolution: blocks share nothing. */
    private static boolean ownLanesOnly(Nest nest) {
        if (nest.lanes().isEmpty() || !multiplies(nest.value()) || PooledSums.window(nest.value()) > 1) {
            return false;
        }
        Atom.Variable lanes = nest.axes().get(nest.lanes().getAsInt()).variable();
        boolean[] own = {true};
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                own[0] &= Accesses.of(reduce.body()).stream()
                        .allMatch(a -> a.load().at().stream().anyMatch(at -> at.coefficient(lanes) != 0));
                return reduce;
            }
        }.rewrite(nest.value());
        return own[0];
    }

    /** A tile of positions of one block; of one vector of it where the registers hold no more. */
    private static Map<Atom.Variable, Integer> oneBlock(Nest nest, int width, List<Axis> pixels) {
        Map<Atom.Variable, Integer> factors = new LinkedHashMap<>();
        int room = accumulatorsOfOneBlock(tapsOfARow(nest.value()), width);
        Atom.Variable lanes = nest.axes().get(nest.lanes().orElseThrow()).variable();
        Atom.Variable vectors = SplitLanes.vectors(lanes, width);
        int together = width > 1 && room / (vectors.high() + 1) >= FEWEST ? (int) vectors.high() + 1 : 1;
        room /= together;
        for (Axis axis : pixels) {
            int factor = best((int) axis.extent().constant(), room);
            factors.put(axis.variable(), factor);
            room /= factor;
        }
        if (width > 1) {
            factors.put(vectors, together);
        }
        return factors;
    }

    /** Whether neighbours along an axis read the same vectors: channels do where lanes are positions, positions where they are channels. */
    private static boolean sharesVectors(Nest nest, Axis axis) {
        return nest.lanes().isPresent()
                && Accesses.of(nest.value()).stream()
                        .flatMap(a -> Stream.of(a.load().at()))
                        .filter(at -> mentions(at, nest.axes().get(nest.lanes().getAsInt())))
                        .noneMatch(at -> mentions(at, axis));
    }

    private static boolean mentions(List<Index> at, Axis axis) {
        return at.stream().anyMatch(i -> i.mentions(axis.variable()));
    }

    /** Whether samples computed together read something together, as those of a linear layer read its weights. */
    private static boolean samplesShareOperands(Nest nest, Axis batch) {
        return Accesses.of(nest.value()).stream()
                .anyMatch(a -> a.load().tensor().elements() > Lanes.WIDTH
                        && a.load().at().stream().noneMatch(i -> i.mentions(batch.variable()))
                        && a.load().at().size() > 1);
    }

    /** Whether the reductions are sums of products: what elements of a tile share are their factors. */
    private static boolean multiplies(Expression value) {
        boolean[] found = {false};
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                found[0] |= reduce.body() instanceof Expression.Binary product
                        && product.operation() == Expression.BinaryOperation.MULTIPLY;
                return super.reduce(reduce);
            }
        }.rewrite(value);
        return found[0];
    }

    /**
     * Whether three blocks are computed together instead of two, of which one would be computed twice: 9 blocks are 3 tiles instead of
     * 5. With 12 to 15 accumulators that pays for sums over channels alone; 3x3 wants 16.
     */
    private static boolean wantsThree(Nest nest, long blocks, List<Axis> pixels, int room) {
        if (blocks % 2 == 0 || blocks % 3 != 0 || !sumsChannels(nest.value()) || PooledSums.window(nest.value()) > 1) {
            return false;
        }
        int extent = (int) pixels.get(0).extent().constant();
        return blocks * computed(extent, room / 3) < (blocks + 1) * computed(extent, room / 2);
    }

    /** Positions that tiles compute, those computed twice included. */
    private static long computed(int extent, int room) {
        long factor = best(extent, Math.min(room, WIDEST));
        return (extent + factor - 1) / factor * factor;
    }

    /** Whether every reduction runs over one axis, which is not the batch. */
    private static boolean sumsChannels(Expression value) {
        boolean[] channels = {true};
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                List<Axis> axes = reduce.axes().stream()
                        .filter(axis -> !axis.extent().isConstant(1))
                        .toList();
                channels[0] &=
                        axes.size() == 1 && !axes.get(0).isBatch() && !(reduce.body() instanceof Expression.Reduce);
                return super.reduce(reduce);
            }
        }.rewrite(value);
        return channels[0];
    }

    private static Map<Atom.Variable, Integer> withBlocks(Nest nest, int width, List<Axis> pixels, Axis batch) {
        Map<Atom.Variable, Integer> factors = new LinkedHashMap<>();
        boolean shares = multiplies(nest.value());
        int room = !shares ? UNSHARED : pixels.isEmpty() ? accumulators(width) : accumulators(nest.value(), width);
        room = Math.max(1, room / PooledSums.window(nest.value()));
        int vectors = 1;
        int blocks = 1;
        if (nest.lanes().isPresent()) {
            Atom.Variable lanes = nest.axes().get(nest.lanes().getAsInt()).variable();
            long blockCount = SplitLanes.blocks(lanes).high() + 1;
            if (width > 1) {
                vectors = (int) (SplitLanes.vectors(lanes, width).high() + 1);
                vectors = vectors <= room || PooledSums.window(nest.value()) == 1 ? vectors : 1;
            }
            boolean manyPixels = !pixels.isEmpty() || batch.isBatch();
            int wanted = !shares ? 1 : Math.min(room, manyPixels ? 2 : 8);
            int most = (int) Math.min(blockCount, Math.max(1, wanted / vectors));
            boolean three = most == 2
                    && !pixels.isEmpty()
                    && width == Lanes.WIDTH
                    && wantsThree(nest, blockCount, pixels, room);
            blocks = three ? 3 : manyPixels ? most : best((int) blockCount, most);
        }
        room = Math.max(1, room / (vectors * blocks));
        if (batch.isBatch()) {
            factors.put(batch.variable(), Math.min(room, WIDEST));
        }
        for (Axis axis : pixels) {
            int factor = best((int) axis.extent().constant(), Math.min(room, WIDEST));
            factors.put(axis.variable(), factor);
            room /= factor;
        }
        if (nest.lanes().isPresent()) {
            Atom.Variable lanes = nest.axes().get(nest.lanes().getAsInt()).variable();
            factors.put(SplitLanes.blocks(lanes), blocks);
            if (width > 1) {
                factors.put(SplitLanes.vectors(lanes, width), vectors);
            }
        }
        return factors;
    }

    /** The factor up to the limit that computes the fewest elements twice; of those the largest. */
    static int best(int extent, int limit) {
        int best = 1;
        long bestCost = Long.MAX_VALUE;
        for (int factor = 1; factor <= Math.min(limit, extent); factor++) {
            long computed = (long) (extent + factor - 1) / factor * factor;
            // Half of the limit is about as fast a tile; below it latency shows, so a little waste is better than that.
            long cost = computed * 1000
                    + (factor * 2 < limit && factor < extent
                            ? computed * 1000L * (limit - 2L * factor) / (2L * limit)
                            : 0);
            if (cost <= bestCost) {
                best = factor;
                bestCost = cost;
            }
        }
        return best;
    }
}
