package dev.convoke.compiler.plan;

import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.BinaryOperation;
import dev.convoke.compiler.loop.Expression.Reduction;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Substitution;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Pools behind convolutions: where windows do not overlap, each sum belongs to one window, so that a pool takes the sums of a register tile before they are stored:
 *
 * <pre>
 * y[n, k, i, j] = max over u, v of relu(sum over c, .. of x[n, c, 2 * i + u + .., ..] * w[k, c, ..])
 * </pre>
 *
 * <p>The operations on every element stay what they were. Only what grows with its operand, as {@code relu} does, is done to the largest sum instead of to all of
 * them, which is the same number.
 */
public final class PooledSums {
    /** Sums of a window: more leave no room for the sums of several windows in the registers. */
    private static final int LARGEST_WINDOW = 9;

    /** Sums of a tile that hide the latency of multiply-adds, and those that the registers hold beside their operands. */
    private static final int FEWEST_SUMS = 8;

    private static final int MOST_SUMS = 16;

    /** The same where neighbouring taps share many inputs. */
    private static final int MOST_SUMS_OF_LONG_ROWS = 12;

    private static final int LONG_ROW = 4;

    /** Operations that may be done with the sums of a window; see FinishSums. */
    private static final int MOST_OPERATIONS = 12;

    private final List<PlannedNest> nests;
    private final Set<Tensor> kept;
    private final Map<Tensor, Set<Integer>> writers = new HashMap<>();
    private final Map<Tensor, Set<Integer>> readers = new HashMap<>();

    private PooledSums(List<PlannedNest> nests, Set<Tensor> kept) {
        this.nests = nests;
        this.kept = kept;
        for (int i = 0; i < nests.size(); i++) {
            Nest nest = nests.get(i).nest();
            writers.computeIfAbsent(nest.output(), t -> new LinkedHashSet<>()).add(i);
            for (Tensor tensor : Accesses.tensors(nest.value())) {
                readers.computeIfAbsent(tensor, t -> new LinkedHashSet<>()).add(i);
            }
        }
    }

    /**
     * @param nests of an inference, in order
     * @param kept tensors that have a place of their own: the state and the caller's arrays
     */
    static List<PlannedNest> of(List<PlannedNest> nests, Set<Tensor> kept) {
        return new PooledSums(nests, kept).run();
    }

    /** Whether a reduction is a pool of sums; a sum of partial sums is none. */
    public static boolean isPool(Expression.Reduce reduce) {
        boolean partial = reduce.reduction() == Reduction.SUM && reduce.body() instanceof Expression.Reduce;
        return !partial && Accesses.reduces(reduce.body());
    }

    /** The sum whose values a pool takes. */
    public static Expression.Reduce sumIn(Expression.Reduce pool) {
        return reductions(pool.body()).iterator().next();
    }

    /** Sums that one element of a value is pooled from; 1 if it is no pool. */
    public static int window(Expression value) {
        return poolIn(value).map(PooledSums::window).orElse(1);
    }

    /** The pool in a value. */
    public static Optional<Expression.Reduce> poolIn(Expression value) {
        return reductions(value).stream().filter(PooledSums::isPool).findFirst();
    }

    private static int window(Expression.Reduce pool) {
        return pool.axes().stream().mapToInt(Convolution::extent).reduce(1, Math::multiplyExact);
    }

    /** The axis of a pool's window along which the lanes of its nest run; none if they are channels. */
    public static Optional<Axis> alongLanes(Nest nest, Expression.Reduce pool) {
        return nest.lanes().stream()
                .filter(lanes -> lanes >= 2)
                .mapToObj(lanes -> pool.axes().get(lanes - 2))
                .findFirst();
    }

    private List<PlannedNest> run() {
        List<PlannedNest> all = new ArrayList<>(nests);
        Set<Integer> gone = new HashSet<>();
        for (int i = 0; i < nests.size(); i++) {
            int position = i;
            pooled(position).ifPresent(maker -> {
                all.set(position, joined(nests.get(maker), nests.get(position)));
                gone.add(maker);
            });
        }
        List<PlannedNest> left = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (!gone.contains(i)) {
                left.add(all.get(i));
            }
        }
        return left;
    }

    /** The nest whose sums another takes, and nothing else does, window by window. */
    private Optional<Integer> pooled(int position) {
        Nest reader = nests.get(position).nest();
        Set<Expression.Reduce> pools = reductions(reader.value());
        if (pools.size() != 1
                || !(pools.iterator().next().body() instanceof Expression.Load load)
                || reader.lanes().isEmpty()) {
            return Optional.empty();
        }
        Expression.Reduce pool = pools.iterator().next();
        Tensor tensor = load.tensor();
        boolean alone = tensor.batched()
                && !kept.contains(tensor)
                && readers.getOrDefault(tensor, Set.of()).equals(Set.of(position))
                && writers.getOrDefault(tensor, Set.of()).size() == 1
                && Accesses.of(reader.value()).stream()
                                .filter(a -> a.load().tensor().equals(tensor))
                                .count()
                        == 1;
        if (!alone || !partitions(reader, pool, load)) {
            return Optional.empty();
        }
        int maker = writers.getOrDefault(tensor, Set.of()).iterator().next();
        return maker < position
                        && nests.get(maker).purpose().phase()
                                == nests.get(position).purpose().phase()
                        && makesSums(nests.get(maker).nest(), reader, pool)
                ? Optional.of(maker)
                : Optional.empty();
    }

    /** Whether windows lie side by side: place u of window i is {@code size * i + u}. */
    private static boolean partitions(Nest reader, Expression.Reduce pool, Expression.Load load) {
        List<Axis> axes = reader.axes();
        if (axes.size() < 3
                || pool.axes().size() != axes.size() - 2
                || load.at().size() != axes.size()) {
            return false;
        }
        boolean aside = load.at().get(0).equals(axes.get(0).index())
                && load.at().get(1).equals(axes.get(1).index());
        for (int i = 2; i < axes.size(); i++) {
            Axis place = pool.axes().get(i - 2);
            aside &= place.extent().isConstant()
                    && load.at()
                            .get(i)
                            .equals(axes.get(i)
                                    .index()
                                    .times(place.extent().constant())
                                    .plus(place.index()));
        }
        return aside && window(pool) > 1 && window(pool) <= LARGEST_WINDOW;
    }

    private static boolean makesSums(Nest maker, Nest reader, Expression.Reduce pool) {
        // A sum of products is one of multiply-adds: a product behind the sums must not become one.
        boolean sameOperations = pool.reduction() == Reduction.MAXIMUM
                ? isConstant(pool.initial(), Float.NEGATIVE_INFINITY)
                : maker.value().product().isEmpty()
                        && !(maker.value() instanceof Expression.Where)
                        && !(maker.value() instanceof Expression.Reduce);
        int operations =
                window(pool) * (1 + operations(grown(pool, maker.value()).within()));
        return sameOperations
                && operations <= MOST_OPERATIONS
                && maker.lanes().equals(reader.lanes())
                && maker.at().equals(Nest.indices(maker.axes()))
                && (sumsOfTransforms(maker, pool) || sumsOfProducts(maker, reader, pool));
    }

    /** Whether sums are the results of transforms, whose tiles are made of whole windows. */
    private static boolean sumsOfTransforms(Nest maker, Expression.Reduce pool) {
        List<Expression.Transform> transforms = transforms(maker.value());
        if (transforms.size() != 1
                || transforms.get(0).sides().size() != pool.axes().size()
                || !maker.lanes().equals(OptionalInt.of(1))) {
            return false;
        }
        boolean whole = true;
        for (int i = 0; i < pool.axes().size(); i++) {
            Expression.Transform.Side side = transforms.get(0).sides().get(i);
            int results = side.matrix().rows().size();
            whole &= results % Convolution.extent(pool.axes().get(i)) == 0
                    && side.row().equals(maker.axes().get(i + 2).index().modulo(results));
        }
        return whole && reductions(maker.value()).isEmpty();
    }

    private static List<Expression.Transform> transforms(Expression value) {
        List<Expression.Transform> found = new ArrayList<>();
        new ExpressionRewriter() {
            @Override
            public Expression transform(Expression.Transform transform) {
                if (!found.contains(transform)) {
                    found.add(transform);
                }
                return transform;
            }
        }.rewrite(value);
        return found;
    }

    private static boolean sumsOfProducts(Nest maker, Nest reader, Expression.Reduce pool) {
        Set<Expression.Reduce> sums = reductions(maker.value());
        if (sums.size() != 1 || !transforms(maker.value()).isEmpty()) {
            return false;
        }
        Expression.Reduce sum = sums.iterator().next();
        return sum.reduction() == Reduction.SUM && sum.body().product().isPresent() && fills(maker, reader, pool, sum);
    }

    /** Whether tiles of whole windows fill the registers, and none of them reaches over an end. */
    private static boolean fills(Nest maker, Nest reader, Expression.Reduce pool, Expression.Reduce sum) {
        int taps = Convolution.extent(sum.axes().get(sum.axes().size() - 1));
        boolean longRows = taps > LONG_ROW && taps <= 7;
        int room = (longRows ? MOST_SUMS_OF_LONG_ROWS : MOST_SUMS) / window(pool);
        int channels = Convolution.extent(reader.axes().get(1));
        int last = reader.axes().size() - 1;
        if (alongLanes(reader, pool).isPresent()) {
            int places = Convolution.extent(pool.axes().get(last - 2));
            boolean sameVectors = blocks(Convolution.extent(maker.axes().get(last)))
                    == places * blocks(Convolution.extent(reader.axes().get(last)));
            return places <= 2 && sameVectors && divisor(channels, room) * window(pool) >= FEWEST_SUMS;
        }
        int blocks = Math.min(Math.min(2, room), blocks(channels));
        int windows = blocks;
        for (int i = last; i >= 2; i--) {
            windows *= divisor(Convolution.extent(reader.axes().get(i)), room / windows);
        }
        return windows * window(pool) >= FEWEST_SUMS;
    }

    private static int blocks(int elements) {
        return (elements + Lanes.WIDTH - 1) / Lanes.WIDTH;
    }

    private static int divisor(int extent, int limit) {
        for (int factor = Math.min(extent, limit); factor > 1; factor--) {
            if (extent % factor == 0) {
                return factor;
            }
        }
        return 1;
    }

    private static PlannedNest joined(PlannedNest maker, PlannedNest reader) {
        Nest from = maker.nest();
        Nest into = reader.nest();
        Expression.Reduce pool = reductions(into.value()).iterator().next();
        Set<String> taken = new HashSet<>();
        into.axes().forEach(a -> taken.add(a.name()));
        pool.axes().forEach(a -> taken.add(a.name()));
        Map<Atom.Variable, Index> axes = new HashMap<>();
        Expression.Load load = (Expression.Load) pool.body();
        for (int i = 0; i < from.axes().size(); i++) {
            axes.put(from.axes().get(i).variable(), load.at().get(i));
        }
        Expression made = Substitution.of(axes).apply(Fusion.renameReductions(from.value(), taken));
        Grown grown = grown(pool, made);
        Expression.Reduce pooled = new Expression.Reduce(pool.reduction(), pool.axes(), pool.initial(), grown.within());
        Expression value = new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                return grown.around(pooled);
            }
        }.rewrite(into.value());
        List<Origin> origins = new ArrayList<>(maker.purpose().origins());
        reader.purpose().origins().stream().filter(o -> !origins.contains(o)).forEach(origins::add);
        Purpose purpose = new Purpose(
                reader.purpose().phase(),
                maker.purpose().label() + " + " + reader.purpose().label(),
                origins,
                reader.purpose().forInputGradients());
        return new PlannedNest(purpose, into.with(value));
    }

    /**
     * What becomes of a sum, in two parts.
     *
     * @param within what is done to every sum
     * @param changes the largest and the smallest of that and a constant, innermost last: may as well be done to the largest sum
     */
    private record Grown(Expression within, List<Expression.Binary> changes) {
        Expression around(Expression pooled) {
            Expression value = pooled;
            for (int i = changes.size() - 1; i >= 0; i--) {
                Expression.Binary change = changes.get(i);
                value = new Expression.Binary(change.operation(), value, change.right());
            }
            return value;
        }
    }

    private static Grown grown(Expression.Reduce pool, Expression value) {
        List<Expression.Binary> changes = new ArrayList<>();
        Expression within = value;
        while (pool.reduction() == Reduction.MAXIMUM
                && within instanceof Expression.Binary binary
                && (binary.operation() == BinaryOperation.MAXIMUM || binary.operation() == BinaryOperation.MINIMUM)
                && binary.right() instanceof Expression.Constant) {
            changes.add(binary);
            within = binary.left();
        }
        return new Grown(within, changes);
    }

    /** Operations of two values, and those that take longer, on what a sum is made of apart. */
    private static int operations(Expression value) {
        int[] count = {0};
        new ExpressionRewriter() {
            @Override
            public Expression binary(Expression.Binary binary) {
                count[0]++;
                return super.binary(binary);
            }

            @Override
            public Expression unary(Expression.Unary unary) {
                count[0]++;
                return super.unary(unary);
            }

            @Override
            public Expression choose(Expression.Choose choose) {
                count[0]++;
                return super.choose(choose);
            }

            @Override
            public Expression reduce(Expression.Reduce reduce) {
                return reduce;
            }

            @Override
            public Expression transform(Expression.Transform transform) {
                return transform;
            }
        }.rewrite(value);
        return count[0];
    }

    private static boolean isConstant(Expression expression, float value) {
        return expression instanceof Expression.Constant constant && Float.compare(constant.value(), value) == 0;
    }

    /** The outermost reductions in a value. */
    private static Set<Expression.Reduce> reductions(Expression value) {
        Set<Expression.Reduce> found = new LinkedHashSet<>();
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                found.add(reduce);
                return reduce;
            }
        }.rewrite(value);
        return found;
    }
}
