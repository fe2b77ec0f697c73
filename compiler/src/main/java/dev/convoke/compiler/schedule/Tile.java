package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Runs {@code factor} iterations of a parallel loop at once. Where the factor does not divide the extent, the last tile is
 * moved back to end with the extent: a few elements are computed twice, to the same bits, and no code for remainders is needed.
 */
final class Tile {
    private Tile() {}

    static Kernel tile(Kernel kernel, Atom.Variable variable, int factor) {
        return factor == 1
                ? kernel
                : kernel.withBody(
                        new StatementRewriter() {
                            @Override
                            public Statement loop(Statement.For loop) {
                                return loop.variable().equals(variable) ? tiled(loop, factor) : super.loop(loop);
                            }
                        }.rewrite(kernel.body()));
    }

    private static Statement tiled(Statement.For loop, int factor) {
        Index extent = loop.high();
        if (extent.isConstant(factor)) {
            return Jam.jam(loop.body(), loop.variable(), offsets(Index.ZERO, factor));
        }
        Atom.Variable tile = new Atom.Variable(
                loop.variable().name() + "t", 0, loop.variable().high() / factor);
        Index start = Index.of(tile).times(factor);
        boolean whole = extent.isConstant() && extent.constant() % factor == 0;
        Index first = whole ? start : start.min(extent.minus(factor));
        return new Statement.For(
                tile,
                Index.ZERO,
                extent.plus(factor - 1L).floorDivide(factor),
                loop.kind(),
                Jam.jam(loop.body(), loop.variable(), offsets(first, factor)));
    }

    private static List<Index> offsets(Index start, int factor) {
        return LongStream.range(0, factor).mapToObj(start::plus).toList();
    }
}
