package dev.convoke.compiler.loop;

import java.util.List;

/**
 * Rebuilds expressions from the leaves up. Override a case to change it; every other case rebuilds its children and returns
 * the same object if none of them changed.
 */
public class ExpressionRewriter implements Expression.Cases<Expression> {
    public final Expression rewrite(Expression expression) {
        return expression.match(this);
    }

    /** Every index of loads, fetches, guards and index values passes through here. */
    protected Index index(Index index) {
        return index;
    }

    /** The axes of a reduction, before its body is rewritten. */
    protected List<Axis> axes(List<Axis> axes) {
        return axes;
    }

    @Override
    public Expression constant(Expression.Constant constant) {
        return constant;
    }

    @Override
    public Expression load(Expression.Load load) {
        List<Index> at = load.at().stream().map(this::index).toList();
        return at.equals(load.at()) ? load : new Expression.Load(load.tensor(), at);
    }

    @Override
    public Expression fetch(Expression.Fetch fetch) {
        Index at = index(fetch.at());
        return at.equals(fetch.at()) ? fetch : new Expression.Fetch(fetch.buffer(), at, fetch.lanes());
    }

    @Override
    public Expression read(Expression.Read read) {
        return read;
    }

    @Override
    public Expression unary(Expression.Unary unary) {
        Expression operand = rewrite(unary.operand());
        return operand == unary.operand() ? unary : new Expression.Unary(unary.operation(), operand);
    }

    @Override
    public Expression binary(Expression.Binary binary) {
        Expression left = rewrite(binary.left());
        Expression right = rewrite(binary.right());
        return left == binary.left() && right == binary.right()
                ? binary
                : new Expression.Binary(binary.operation(), left, right);
    }

    @Override
    public Expression fma(Expression.Fma fma) {
        Expression left = rewrite(fma.left());
        Expression right = rewrite(fma.right());
        Expression addend = rewrite(fma.addend());
        return left == fma.left() && right == fma.right() && addend == fma.addend()
                ? fma
                : new Expression.Fma(left, right, addend);
    }

    @Override
    public Expression choose(Expression.Choose choose) {
        Expression left = rewrite(choose.left());
        Expression right = rewrite(choose.right());
        Expression then = rewrite(choose.then());
        Expression otherwise = rewrite(choose.otherwise());
        return left == choose.left()
                        && right == choose.right()
                        && then == choose.then()
                        && otherwise == choose.otherwise()
                ? choose
                : new Expression.Choose(choose.comparison(), left, right, then, otherwise);
    }

    @Override
    public Expression where(Expression.Where where) {
        Guard guard = where.guard().map(this::index);
        Expression inside = rewrite(where.inside());
        Expression outside = rewrite(where.outside());
        return guard.equals(where.guard()) && inside == where.inside() && outside == where.outside()
                ? where
                : Expression.where(guard, inside, outside);
    }

    @Override
    public Expression indexValue(Expression.IndexValue value) {
        Index index = index(value.index());
        return index.equals(value.index()) ? value : new Expression.IndexValue(index);
    }

    @Override
    public Expression uniform(Expression.Uniform uniform) {
        Index index = index(uniform.index());
        return index.equals(uniform.index()) ? uniform : new Expression.Uniform(uniform.stream(), index);
    }

    @Override
    public Expression reduce(Expression.Reduce reduce) {
        List<Axis> axes = axes(reduce.axes());
        Expression initial = rewrite(reduce.initial());
        Expression body = rewrite(reduce.body());
        return axes.equals(reduce.axes()) && initial == reduce.initial() && body == reduce.body()
                ? reduce
                : new Expression.Reduce(reduce.reduction(), axes, initial, body);
    }

    @Override
    public Expression transform(Expression.Transform transform) {
        List<Expression.Transform.Side> sides = transform.sides().stream()
                .map(s -> new Expression.Transform.Side(s.matrix(), index(s.row()), s.over()))
                .toList();
        Expression element = rewrite(transform.element());
        return sides.equals(transform.sides()) && element == transform.element()
                ? transform
                : new Expression.Transform(sides, element);
    }
}
