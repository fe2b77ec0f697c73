package dev.convoke.compiler.emit.java;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.Substitution;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Java code that moves or fills consecutive floats. By one call: a halo or a flattened tensor is a few short runs a call of the net, and with
 * vectors these would make objects for as long as C2 has not compiled them, which is for hundreds of calls. Rows of a picture are many, and
 * each a few vectors: a call for 32 floats takes 1.5 to 1.9 times as long as two vectors of 16, 3 % of MyCnn.
 *
 * @param width floats of a vector
 */
record RunText(int width, IndexText indices) {
    /** Floats from which on a call is faster than a loop that C2 makes: its vectors are several, and what is left is done one by one. */
    private static final int RUN = 8;

    /** Vectors of a row that are moved one by one. */
    private static final int FEW_VECTORS = 4;

    /** A loop that does nothing but move or fill a run, vector after vector or float after float. */
    Optional<List<String>> of(Statement.For loop) {
        if (!(loop.body() instanceof Statement.Put put) || !follows(put.at(), loop.variable(), step(put.lanes()))) {
            return Optional.empty();
        }
        boolean moves = put.value() instanceof Expression.Fetch fetch
                && fetch.lanes() == put.lanes()
                && follows(fetch.at(), loop.variable(), step(fetch.lanes()));
        boolean fills = put.value() instanceof Expression.Constant;
        Index floats = loop.high().minus(loop.low()).times(step(put.lanes()));
        if (put.lanes() != Lanes.VECTOR && floats.range().low() < RUN) {
            return Optional.empty();
        }
        Substitution first = Substitution.of(loop.variable(), loop.low());
        if (!moves && !fills) {
            return Optional.empty();
        }
        Statement.Put start =
                new Statement.Put(put.buffer(), first.apply(put.at()), first.apply(put.value()), put.lanes());
        return moves && put.lanes() == Lanes.SCALAR && isFewVectors(floats)
                ? Optional.of(vectors(start, (Expression.Fetch) start.value(), floats.constant()))
                : run(start, floats).map(List::of);
    }

    private boolean isFewVectors(Index floats) {
        return width > 1
                && floats.isConstant()
                && floats.constant() % width == 0
                && floats.constant() <= (long) FEW_VECTORS * width;
    }

    private List<String> vectors(Statement.Put put, Expression.Fetch fetch, long floats) {
        return LongStream.iterate(0, at -> at < floats, at -> at + width)
                .mapToObj(at -> "FloatVector.fromArray(LANES, " + fetch.buffer().name() + ", "
                        + indices.of(fetch.at().plus(at)) + ").intoArray("
                        + put.buffer().name() + ", "
                        + indices.of(put.at().plus(at)) + ")")
                .toList();
    }

    /** A statement that moves or fills a vector. */
    Optional<String> of(Statement.Put put) {
        return put.lanes() == Lanes.VECTOR ? run(put, Index.of(width)) : Optional.empty();
    }

    private int step(Lanes lanes) {
        return lanes == Lanes.VECTOR ? width : 1;
    }

    private static boolean follows(Index at, Atom.Variable variable, int step) {
        Index rest = at.minus(Index.of(variable).times(step));
        return at.mentions(variable) && !rest.mentions(variable);
    }

    private Optional<String> run(Statement.Put put, Index floats) {
        String out = put.buffer().name();
        if (put.value() instanceof Expression.Constant constant) {
            return Optional.of("Arrays.fill(" + out + ", " + indices.of(put.at()) + ", "
                    + indices.of(put.at().plus(floats)) + ", " + ExpressionText.literal(constant.value()) + ")");
        }
        return put.value() instanceof Expression.Fetch fetch && fetch.lanes() == put.lanes()
                ? Optional.of("System.arraycopy(" + fetch.buffer().name() + ", " + indices.of(fetch.at()) + ", " + out
                        + ", " + indices.of(put.at()) + ", " + indices.of(floats) + ")")
                : Optional.empty();
    }
}
