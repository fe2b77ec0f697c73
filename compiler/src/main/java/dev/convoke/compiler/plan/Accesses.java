package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** The loads in an expression, each with the guard it stands under. */
public final class Accesses {
    /**
     * A load and the conditions under which it happens.
     *
     * @param outside the value in its place where the guard does not hold, if the load alone is guarded and that is a constant
     */
    public record Access(Expression.Load load, Guard guard, OptionalDouble outside) {}

    private Accesses() {}

    public static List<Access> of(Expression expression) {
        List<Access> accesses = new ArrayList<>();
        collect(expression, Guard.ALWAYS, OptionalDouble.empty(), accesses);
        return accesses;
    }

    public static Set<Tensor> tensors(Expression expression) {
        Set<Tensor> tensors = new LinkedHashSet<>();
        of(expression).forEach(a -> tensors.add(a.load().tensor()));
        return tensors;
    }

    /** Whether a value is made of many elements of what it reads: by a reduction, or by a transform of a tile. */
    public static boolean reduces(Expression expression) {
        boolean[] found = {false};
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                found[0] = true;
                return reduce;
            }

            @Override
            public Expression transform(Expression.Transform transform) {
                found[0] = true;
                return transform;
            }
        }.rewrite(expression);
        return found[0];
    }

    private static void collect(Expression expression, Guard guard, OptionalDouble outside, List<Access> accesses) {
        new ExpressionRewriter() {
            @Override
            public Expression load(Expression.Load load) {
                accesses.add(new Access(load, guard, outside));
                return load;
            }

            @Override
            public Expression where(Expression.Where where) {
                OptionalDouble fill = where.outside() instanceof Expression.Constant constant
                                && where.inside() instanceof Expression.Load
                        ? OptionalDouble.of(constant.value())
                        : OptionalDouble.empty();
                collect(where.inside(), guard.and(where.guard()), fill, accesses);
                collect(where.outside(), guard, OptionalDouble.empty(), accesses);
                return where;
            }
        }.rewrite(expression);
    }
}
