package dev.convoke.compiler.emit.java;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.Substitution;
import java.util.Optional;

/**
 * Java code that moves or fills consecutive floats by one call. A halo or a flattened tensor is a few short runs a call of the
 * net: with vectors these would make objects for as long as C2 has not compiled them, which is for hundreds of calls.
 *
 * @param width floats of a vector
 */
record RunText(int width, IndexText indices) {
    /** A loop that does nothing but move or fill a run, vector after vector. */
    Optional<String> of(Statement.For loop) {
        if (!(loop.body() instanceof Statement.Put put) || !follows(put.at(), loop.variable())) {
            return Optional.empty();
        }
        boolean moves = put.value() instanceof Expression.Fetch fetch && follows(fetch.at(), loop.variable());
        boolean fills = put.value() instanceof Expression.Constant;
        Substitution first = Substitution.of(loop.variable(), loop.low());
        return moves || fills
                ? run(
                        new Statement.Put(put.buffer(), first.apply(put.at()), first.apply(put.value()), put.lanes()),
                        loop.high().minus(loop.low()).times(width))
                : Optional.empty();
    }

    /** A statement that moves or fills a vector. */
    Optional<String> of(Statement.Put put) {
        return run(put, Index.of(width));
    }

    private boolean follows(Index at, Atom.Variable variable) {
        Index rest = at.minus(Index.of(variable).times(width));
        return at.mentions(variable) && !rest.mentions(variable);
    }

    private Optional<String> run(Statement.Put put, Index floats) {
        if (put.lanes() != Lanes.VECTOR) {
            return Optional.empty();
        }
        String out = put.buffer().name();
        if (put.value() instanceof Expression.Constant constant) {
            return Optional.of("Arrays.fill(" + out + ", " + indices.of(put.at()) + ", "
                    + indices.of(put.at().plus(floats)) + ", " + ExpressionText.literal(constant.value()) + ")");
        }
        return put.value() instanceof Expression.Fetch fetch && fetch.lanes() == Lanes.VECTOR
                ? Optional.of("System.arraycopy(" + fetch.buffer().name() + ", " + indices.of(fetch.at()) + ", " + out
                        + ", " + indices.of(put.at()) + ", " + indices.of(floats) + ")")
                : Optional.empty();
    }
}
