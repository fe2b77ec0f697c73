package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import dev.convoke.compiler.loop.Substitution;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.Layout;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns logical indices into addresses. A serial loop along the blocks of a tensor becomes two: over blocks, and within one. */
final class LayOut {
    private LayOut() {}

    static Kernel layOut(Kernel kernel, Map<Tensor, Layout> layouts, Map<Tensor, Buffer> buffers) {
        Statement split = splitLoopsOverBlocks(kernel.body(), layouts);
        return kernel.withBody(statements(layouts, buffers).rewrite(split));
    }

    private static StatementRewriter statements(Map<Tensor, Layout> layouts, Map<Tensor, Buffer> buffers) {
        ExpressionRewriter expressions = new ExpressionRewriter() {
            @Override
            public Expression load(Expression.Load load) {
                return new Expression.Fetch(
                        buffers.get(load.tensor()), layouts.get(load.tensor()).address(load.at()), Lanes.SCALAR);
            }
        };
        return new StatementRewriter() {
            @Override
            protected Expression expression(Expression expression) {
                return expressions.rewrite(expression);
            }

            @Override
            public Statement store(Statement.Store store) {
                return new Statement.Put(
                        buffers.get(store.tensor()),
                        layouts.get(store.tensor()).address(store.at()),
                        expression(store.value()),
                        Lanes.SCALAR);
            }
        };
    }

    private static Statement splitLoopsOverBlocks(Statement body, Map<Tensor, Layout> layouts) {
        Set<Atom.Variable> blocked = new LinkedHashSet<>();
        ExpressionRewriter loads = new ExpressionRewriter() {
            @Override
            public Expression load(Expression.Load load) {
                note(load.tensor(), load.at(), layouts, blocked);
                return load;
            }
        };
        new StatementRewriter() {
            @Override
            protected Expression expression(Expression expression) {
                return loads.rewrite(expression);
            }

            @Override
            public Statement store(Statement.Store store) {
                note(store.tensor(), store.at(), layouts, blocked);
                return super.store(store);
            }
        }.rewrite(body);
        return new StatementRewriter() {
            @Override
            public Statement loop(Statement.For loop) {
                Statement.For inner =
                        new Statement.For(loop.variable(), loop.low(), loop.high(), loop.kind(), rewrite(loop.body()));
                boolean splits = blocked.contains(loop.variable())
                        && loop.kind() == Statement.For.Kind.SERIAL
                        && loop.low().isConstant(0)
                        && loop.high().isConstant()
                        && loop.high().constant() > Lanes.WIDTH;
                return splits ? split(inner) : inner;
            }
        }.rewrite(body);
    }

    private static void note(
            Tensor tensor, List<Index> at, Map<Tensor, Layout> layouts, Set<Atom.Variable> blocked) {
        layouts.get(tensor).blocked().ifPresent(axis -> at.get(axis + (tensor.batched() ? 1 : 0)).terms().stream()
                .filter(t -> t.coefficient() == 1 && t.atom() instanceof Atom.Variable)
                .forEach(t -> blocked.add((Atom.Variable) t.atom())));
    }

    private static Statement split(Statement.For loop) {
        long extent = loop.high().constant();
        long blocks = (extent + Lanes.WIDTH - 1) / Lanes.WIDTH;
        Atom.Variable block = new Atom.Variable(loop.variable().name() + "b", 0, blocks - 1);
        Atom.Variable within = new Atom.Variable(loop.variable().name() + "i", 0, Lanes.WIDTH - 1);
        Statement body = Substitution.of(
                        loop.variable(), Index.of(block).times(Lanes.WIDTH).plus(Index.of(within)))
                .apply(loop.body());
        Index rest = Index.of(extent).minus(Index.of(block).times(Lanes.WIDTH));
        Statement inner = new Statement.For(
                within, Index.ZERO, extent % Lanes.WIDTH == 0 ? Index.of(Lanes.WIDTH) : rest.min(Index.of(Lanes.WIDTH)), loop.kind(), body);
        return new Statement.For(block, Index.ZERO, Index.of(blocks), loop.kind(), inner);
    }
}
