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

    /** The variable that says which iteration of a tile this is. */
    static Atom.Variable within(Atom.Variable variable, int factor) {
        return new Atom.Variable(variable.name() + "i", 0, factor - 1L);
    }

    static Kernel tile(Kernel kernel, Atom.Variable variable, int factor) {
        return tile(kernel, variable, factor, false);
    }

    /**
     * @param finishesInLoop whether what becomes of sums that {@link FinishSums} put away is a loop over the tile's iterations
     */
    static Kernel tile(Kernel kernel, Atom.Variable variable, int factor, boolean finishesInLoop) {
        if (factor == 1) {
            return kernel;
        }
        Statement body = new StatementRewriter() {
            @Override
            public Statement loop(Statement.For loop) {
                return loop.variable().equals(variable) ? tiled(loop, factor, finishesInLoop) : super.loop(loop);
            }
        }.rewrite(kernel.body());
        Atom.Variable within = within(variable, factor);
        List<Atom.Variable> parameters =
                kernel.parameters().stream().filter(p -> !p.equals(within)).toList();
        return new Kernel(kernel.name(), kernel.description(), parameters, body);
    }

    private static Statement tiled(Statement.For loop, int factor, boolean finishesInLoop) {
        Index extent = loop.high();
        if (extent.isConstant(factor)) {
            return Jam.jam(loop.body(), loop.variable(), offsets(Index.ZERO, factor), finishesInLoop);
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
                Jam.jam(loop.body(), loop.variable(), offsets(first, factor), finishesInLoop));
    }

    private static List<Index> offsets(Index start, int factor) {
        return LongStream.range(0, factor).mapToObj(start::plus).toList();
    }
}
