package dev.convoke.compiler.loop;

import java.util.List;
import java.util.Optional;

/** Verifies expressions; the answer is whether the value is a vector. */
final class ExpressionVerifier implements Expression.Cases<Boolean> {
    private final VerifierScope scope;

    ExpressionVerifier(VerifierScope scope) {
        this.scope = scope;
    }

    boolean isVector(Expression expression) {
        return expression.match(this);
    }

    /** Checks an access by logical indices. */
    void access(Tensor tensor, List<Index> at) {
        if (scope.form() == Verifier.Form.FLAT) {
            scope.report(tensor.name() + " is accessed by logical indices after the layout pass");
        }
        scope.use(tensor);
        at.forEach(scope::use);
        if (at.size() != tensor.rank()) {
            scope.report(
                    "%s has %d axes and is accessed by %d indices".formatted(tensor.name(), tensor.rank(), at.size()));
            return;
        }
        for (int axis = 0; axis < at.size(); axis++) {
            scope.requireWithin(at.get(axis), Optional.of(tensor.extent(axis)), tensor.name());
        }
    }

    /** Checks an access by address. */
    void access(Buffer buffer, Index at) {
        scope.use(at);
        scope.requireWithin(at, Optional.empty(), buffer.name());
    }

    // Both sides are always looked at, so that the problems of both are found.
    private boolean either(Expression... operands) {
        boolean vector = false;
        for (Expression operand : operands) {
            vector |= isVector(operand);
        }
        return vector;
    }

    @Override
    public Boolean constant(Expression.Constant constant) {
        return false;
    }

    @Override
    public Boolean load(Expression.Load load) {
        access(load.tensor(), load.at());
        return false;
    }

    @Override
    public Boolean fetch(Expression.Fetch fetch) {
        access(fetch.buffer(), fetch.at());
        return switch (fetch.lanes()) {
            case SCALAR -> false;
            case VECTOR, EVERY_SECOND, BROADCAST -> true;
        };
    }

    @Override
    public Boolean read(Expression.Read read) {
        scope.use(read.register());
        return read.register().vector();
    }

    @Override
    public Boolean unary(Expression.Unary unary) {
        return isVector(unary.operand());
    }

    @Override
    public Boolean binary(Expression.Binary binary) {
        return either(binary.left(), binary.right());
    }

    @Override
    public Boolean fma(Expression.Fma fma) {
        return either(fma.left(), fma.right(), fma.addend());
    }

    @Override
    public Boolean choose(Expression.Choose choose) {
        return either(choose.left(), choose.right(), choose.then(), choose.otherwise());
    }

    @Override
    public Boolean where(Expression.Where where) {
        where.guard().nonNegative().forEach(scope::use);
        scope.guard();
        boolean inside = isVector(where.inside());
        boolean outside = isVector(where.outside());
        scope.unguard();
        return inside || outside;
    }

    @Override
    public Boolean indexValue(Expression.IndexValue indexValue) {
        scope.use(indexValue.index());
        return false;
    }

    @Override
    public Boolean uniform(Expression.Uniform uniform) {
        scope.use(uniform.index());
        return false;
    }

    @Override
    public Boolean reduce(Expression.Reduce reduce) {
        scope.report("a reduction is left after the lowering pass");
        return false;
    }

    @Override
    public Boolean transform(Expression.Transform transform) {
        scope.report("a transform is left after the lowering pass");
        return false;
    }
}
