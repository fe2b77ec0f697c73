package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Register;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import dev.convoke.compiler.loop.Substitution;
import dev.convoke.compiler.plan.Nest;
import dev.convoke.compiler.plan.PooledSums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Makes loops of a nest: a parallel loop for each axis of the output; within them, for each reduction an accumulator and
 * serial loops; then the store. Guards of a reduction's terms become conditions around the step, so that what they exclude
 * costs nothing. Axes of extent 1 get no loop.
 */
final class Lower {
    private Lower() {}

    static Kernel lower(String name, String description, Nest nest) {
        return lower(name, description, nest, 1, 1);
    }

    /**
     * @param width lanes of the vectors that it is lowered for
     * @param together partial sums that may be computed together
     */
    static Kernel lower(String name, String description, Nest nest, int width, int together) {
        Map<Expression.Reduce, Register> accumulators = new LinkedHashMap<>();
        List<Statement> statements = new ArrayList<>();
        Expression value = new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                if (PooledSums.isPool(reduce)) {
                    return new LowerPool(nest, reduce, width).lower(statements);
                }
                Register accumulator = accumulators.computeIfAbsent(reduce, r -> {
                    Register fresh = new Register(accumulators.isEmpty() ? "sum" : "sum" + accumulators.size(), false);
                    statements.add(new Statement.Define(fresh, r.initial()));
                    statements.add(overlap(r, together) ? side(r, fresh) : loops(r, fresh));
                    return fresh;
                });
                return new Expression.Read(accumulator);
            }
        }.rewrite(nest.value());
        statements.add(new Statement.Store(nest.output(), nest.at(), value));
        Statement body = StatementRewriter.flat(statements);
        for (int axis = nest.axes().size() - 1; axis >= 0; axis--) {
            body = loop(nest.axes().get(axis), Statement.For.Kind.PARALLEL, body);
        }
        return new Kernel(name, description, List.of(Axis.BATCH), body);
    }

    private static boolean overlap(Expression.Reduce reduce, int together) {
        Index parts = reduce.axes().get(0).extent();
        return reduce.body() instanceof Expression.Reduce
                && reduce.axes().size() == 1
                && parts.isConstant()
                && parts.constant() > 1
                && parts.constant() <= together;
    }

    /** Partial sums side by side, each in a register of its own; then their sum, in their order. */
    private static Statement side(Expression.Reduce reduce, Register accumulator) {
        Expression.Reduce partial = (Expression.Reduce) reduce.body();
        Register part = new Register(accumulator.name() + "Part", false);
        Axis axis = reduce.axes().get(0);
        Statement one =
                StatementRewriter.flat(List.of(new Statement.Define(part, partial.initial()), loops(partial, part)));
        List<Statement> all = new ArrayList<>();
        List<Index> places = LongStream.range(0, axis.extent().constant())
                .mapToObj(Index::of)
                .toList();
        all.add(Jam.jam(one, axis.variable(), places));
        for (int i = 0; i < places.size(); i++) {
            all.add(added(Jam.numbered(part, i), accumulator));
        }
        return StatementRewriter.flat(all);
    }

    /** Exactly their sum, and no binary operation: a tile must not have many, see FinishSums. */
    private static Statement added(Register part, Register accumulator) {
        return new Statement.Assign(
                accumulator,
                new Expression.Fma(
                        new Expression.Read(part), Expression.constant(1), new Expression.Read(accumulator)));
    }

    static Statement loops(Expression.Reduce reduce, Register accumulator) {
        Statement body = step(reduce.reduction(), accumulator, reduce.body());
        for (int axis = reduce.axes().size() - 1; axis >= 0; axis--) {
            body = loop(reduce.axes().get(axis), Statement.For.Kind.SERIAL, body);
        }
        return body;
    }

    private static Statement loop(Axis axis, Statement.For.Kind kind, Statement body) {
        Atom.Variable variable = axis.variable();
        return axis.extent().isConstant(1)
                ? Substitution.of(variable, Index.ZERO).apply(body)
                : new Statement.For(variable, Index.ZERO, axis.extent(), kind, body);
    }

    private static Statement step(Expression.Reduction reduction, Register accumulator, Expression term) {
        return switch (reduction) {
            case SUM -> sumStep(accumulator, term);
            case MAXIMUM ->
                term instanceof Expression.Where where && isConstant(where.outside(), Float.NEGATIVE_INFINITY)
                        ? when(where.guard(), step(reduction, accumulator, where.inside()))
                        : new Statement.Assign(accumulator, new Expression.Read(accumulator).max(term));
        };
    }

    private static Statement sumStep(Register accumulator, Expression term) {
        if (term instanceof Expression.Reduce partial) {
            Register part = new Register(accumulator.name() + "Part", false);
            return new Statement.Block(List.of(
                    new Statement.Define(part, partial.initial()), loops(partial, part), added(part, accumulator)));
        }
        if (term instanceof Expression.Where where && isConstant(where.outside(), 0)) {
            return when(where.guard(), sumStep(accumulator, where.inside()));
        }
        if (term instanceof Expression.Binary product && product.operation() == Expression.BinaryOperation.MULTIPLY) {
            if (product.left() instanceof Expression.Where where && isConstant(where.outside(), 0)) {
                return when(where.guard(), sumStep(accumulator, where.inside().times(product.right())));
            }
            if (product.right() instanceof Expression.Where where && isConstant(where.outside(), 0)) {
                return when(where.guard(), sumStep(accumulator, product.left().times(where.inside())));
            }
            return new Statement.Assign(
                    accumulator, new Expression.Fma(product.left(), product.right(), new Expression.Read(accumulator)));
        }
        return new Statement.Assign(accumulator, new Expression.Read(accumulator).plus(term));
    }

    private static Statement when(Guard guard, Statement body) {
        return guard.alwaysHolds() ? body : new Statement.When(guard, body);
    }

    private static boolean isConstant(Expression expression, float value) {
        return expression instanceof Expression.Constant constant && Float.compare(constant.value(), value) == 0;
    }
}
