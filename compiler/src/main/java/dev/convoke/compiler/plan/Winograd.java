package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.Transform;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A convolution by Winograd's algorithm: four definitions instead of one. With tiles {@code t} of {@code m} times {@code m} results, in two axes:
 *
 * <pre>
 * weights[i, j, k, c]     = the filter w[k, c] transformed, once after loading
 * tiles[n, i, j, c, t]    = the input of a tile transformed
 * products[n, i, j, k, t] = sum over c of tiles[n, i, j, c, t] * weights[i, j, k, c]
 * y[n, k, h, w]           = of products[n, .., k, t] transformed back what the convolution's definition computes of its sum
 * </pre>
 *
 * @param steps the nests that run with every call, in order
 * @param weights the nest that transforms the weights
 */
record Winograd(PlannedNest weights, List<PlannedNest> steps) {
    private record Form(Convolution convolution, List<CookToom> sides) {
        int tiles(int side) {
            int extent = Convolution.extent(convolution.positions().get(side));
            int outputs = sides.get(side).outputs();
            return (extent + outputs - 1) / outputs;
        }

        /** One axis for each side's products. */
        List<Axis> products(String... names) {
            return IntStream.range(0, sides.size())
                    .mapToObj(i -> Axis.of(names[i], sides.get(i).products()))
                    .toList();
        }

        List<Axis> tileAxes() {
            return IntStream.range(0, sides.size())
                    .mapToObj(i -> Axis.of("t" + i, tiles(i)))
                    .toList();
        }

        /** The number of a tile, row by row. */
        Index number(List<Index> tile) {
            Index number = Index.ZERO;
            for (int i = 0; i < tile.size(); i++) {
                number = number.times(tiles(i)).plus(tile.get(i));
            }
            return number;
        }

        int allTiles() {
            return IntStream.range(0, sides.size()).map(this::tiles).reduce(1, Math::multiplyExact);
        }

        List<Integer> extents(int... last) {
            List<Integer> extents = new ArrayList<>();
            sides.forEach(s -> extents.add(s.products()));
            IntStream.of(last).forEach(extents::add);
            return extents;
        }
    }

    Winograd {
        steps = List.copyOf(steps);
    }

    /**
     * @param computation the convolution and what is fused with it
     * @param convolution the one within it
     * @param sides the form for each axis of positions
     */
    static Winograd of(Computation computation, Convolution convolution, List<CookToom> sides) {
        Form form = new Form(convolution, sides);
        int inputs = Convolution.extent(convolution.inputs());
        int outputs = Convolution.extent(convolution.outputs());
        String name = computation.output().name();
        Tensor weights = new Tensor(convolution.weight().name() + " for " + name, false, form.extents(outputs, inputs));
        // An odd number: what is written of one tile would else fall into few sets of the cache, at distances of 4 KiB
        // into one.
        int room = form.allTiles() | 1;
        Tensor tiles = new Tensor("tiles of " + name, true, form.extents(inputs, room));
        Tensor products = new Tensor("products of " + name, true, form.extents(outputs, room));
        return new Winograd(
                weights(computation, form, weights),
                List.of(
                        tiles(computation, form, tiles),
                        products(computation, form, tiles, weights, products),
                        results(computation, form, products)));
    }

    private static PlannedNest weights(Computation user, Form form, Tensor weights) {
        Convolution convolution = form.convolution();
        List<Axis> rows = form.products("i", "j");
        Axis k = Axis.of("k", Convolution.extent(convolution.outputs()));
        Axis c = Axis.of("c", Convolution.extent(convolution.inputs()));
        List<Index> at = new ArrayList<>(List.of(k.index(), c.index()));
        List<Transform.Side> sides = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Axis over = Axis.of("p" + i, Convolution.extent(convolution.taps().get(i)));
            sides.add(
                    new Transform.Side(form.sides().get(i).filter(), rows.get(i).index(), over));
            at.add(over.index());
        }
        List<Axis> axes = new ArrayList<>(rows);
        axes.addAll(List.of(k, c));
        Expression value = new Transform(sides, convolution.weight().at(at));
        Purpose purpose = new Purpose(
                Phase.PREPARE, "transform " + convolution.weight().name(), List.of(), user.forInputGradients());
        return new PlannedNest(purpose, new Nest(weights, Nest.indices(axes), axes, value, OptionalInt.empty()));
    }

    private static PlannedNest tiles(Computation user, Form form, Tensor tiles) {
        Convolution convolution = form.convolution();
        List<Axis> rows = form.products("i", "j");
        List<Axis> tileAxes = form.tileAxes();
        Axis n = Axis.batch("n");
        Axis c = Axis.of("c", Convolution.extent(convolution.inputs()));
        List<Index> from = new ArrayList<>(List.of(n.index(), c.index()));
        List<Transform.Side> sides = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            CookToom side = form.sides().get(i);
            Axis over = Axis.of("p" + i, side.products());
            sides.add(new Transform.Side(side.data(), rows.get(i).index(), over));
            from.add(tileAxes.get(i)
                    .index()
                    .times(side.outputs())
                    .plus(over.index())
                    .minus(convolution.padding().get(i)));
        }
        Expression value = new Transform(sides, convolution.input().at(from, Expression.constant(0)));
        List<Index> at = new ArrayList<>(List.of(n.index()));
        rows.forEach(r -> at.add(r.index()));
        at.add(c.index());
        at.add(form.number(Nest.indices(tileAxes)));
        List<Axis> axes = new ArrayList<>(List.of(n, c));
        axes.addAll(tileAxes);
        axes.addAll(rows);
        return new PlannedNest(
                user.purpose().with(user.label() + " (tiles)"), new Nest(tiles, at, axes, value, OptionalInt.of(1)));
    }

    private static PlannedNest products(Computation user, Form form, Tensor tiles, Tensor weights, Tensor products) {
        Convolution convolution = form.convolution();
        List<Axis> rows = form.products("i", "j");
        Axis n = Axis.batch("n");
        Axis k = Axis.of("k", Convolution.extent(convolution.outputs()));
        Axis c = Axis.of("c", Convolution.extent(convolution.inputs()));
        Axis t = Axis.of("t", form.allTiles());
        List<Index> ofTile = new ArrayList<>(List.of(n.index()));
        List<Index> ofWeight = new ArrayList<>();
        List<Index> at = new ArrayList<>(List.of(n.index()));
        for (Axis row : rows) {
            List.of(ofTile, ofWeight, at).forEach(list -> list.add(row.index()));
        }
        ofTile.addAll(List.of(c.index(), t.index()));
        ofWeight.addAll(List.of(k.index(), c.index()));
        at.addAll(List.of(k.index(), t.index()));
        Expression sum = Expression.sum(List.of(c), tiles.at(ofTile).times(weights.at(ofWeight)));
        // Channels outermost: the weights are read from one end to the other, and those of one product stay in the
        // first cache for all samples.
        List<Axis> axes = new ArrayList<>(List.of(k));
        axes.addAll(rows);
        axes.addAll(List.of(n, t));
        return new PlannedNest(
                user.purpose().with(user.label() + " (products)"),
                new Nest(products, at, axes, sum, OptionalInt.of(0)));
    }

    private static PlannedNest results(Computation user, Form form, Tensor products) {
        Convolution convolution = form.convolution();
        Definition definition = user.definition();
        List<Index> from = new ArrayList<>(List.of(convolution.batch().index()));
        List<Index> tile = new ArrayList<>();
        List<Transform.Side> sides = new ArrayList<>();
        for (int i = 0; i < form.sides().size(); i++) {
            CookToom side = form.sides().get(i);
            Index position = convolution.positions().get(i).index();
            Axis over = Axis.of("p" + i, side.products());
            sides.add(new Transform.Side(side.results(), position.modulo(side.outputs()), over));
            from.add(over.index());
            tile.add(position.floorDivide(side.outputs()));
        }
        from.add(convolution.outputs().index());
        from.add(form.number(tile));
        Expression transform = new Transform(sides, products.at(from));
        Expression initial = convolution.sum().initial();
        boolean zero = initial instanceof Expression.Constant constant && Float.compare(constant.value(), 0f) == 0;
        Expression sum = zero ? transform : transform.plus(initial);
        Expression value = new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                return reduce.equals(convolution.sum()) ? sum : super.reduce(reduce);
            }
        }.rewrite(definition.value());
        return new PlannedNest(
                user.purpose(),
                new Nest(
                        definition.output(),
                        Nest.indices(definition.axes()),
                        definition.axes(),
                        value,
                        OptionalInt.of(1)));
    }
}
