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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
                        Objects.requireNonNull(buffers.get(load.tensor())),
                        Objects.requireNonNull(layouts.get(load.tensor())).address(load.at()),
                        Lanes.SCALAR);
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
                        Objects.requireNonNull(buffers.get(store.tensor())),
                        Objects.requireNonNull(layouts.get(store.tensor())).address(store.at()),
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

    private static void note(Tensor tensor, List<Index> at, Map<Tensor, Layout> layouts, Set<Atom.Variable> blocked) {
        Layout layout = Objects.requireNonNull(layouts.get(tensor));
        if (layout.isRowMajor()) {
            return;
        }
        layout.blocked()
                .ifPresent(axis -> at.get(axis + (tensor.batched() ? 1 : 0)).terms().stream()
                        .filter(t -> t.coefficient() == 1 && t.atom() instanceof Atom.Variable)
                        .forEach(t -> blocked.add((Atom.Variable) t.atom())));
    }

    /** Whole blocks first, then what is left in a loop of its own: every loop has a constant length, and runs at least once. */
    private static Statement split(Statement.For loop) {
        long extent = loop.high().constant();
        long whole = extent / Lanes.WIDTH;
        List<Statement> loops = new ArrayList<>();
        Atom.Variable block = new Atom.Variable(loop.variable().name() + "b", 0, whole - 1);
        Statement inBlock = within(loop, Index.of(block), Lanes.WIDTH);
        loops.add(
                whole == 1
                        ? Substitution.of(block, Index.ZERO).apply(inBlock)
                        : new Statement.For(block, Index.ZERO, Index.of(whole), loop.kind(), inBlock));
        if (extent % Lanes.WIDTH > 0) {
            loops.add(within(loop, Index.of(whole), extent % Lanes.WIDTH));
        }
        return StatementRewriter.flat(loops);
    }

    private static Statement within(Statement.For loop, Index block, long length) {
        Atom.Variable within = new Atom.Variable(loop.variable().name() + "i", 0, length - 1);
        Index index = block.times(Lanes.WIDTH).plus(length == 1 ? Index.ZERO : Index.of(within));
        Statement body = Substitution.of(loop.variable(), index).apply(loop.body());
        return length == 1 ? body : new Statement.For(within, Index.ZERO, Index.of(length), loop.kind(), body);
    }
}
