package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import dev.convoke.compiler.loop.Substitution;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits the loop along the lanes into blocks of 16, parts of a block as wide as the hardware's vectors, and the lanes of one
 * vector; the last loop disappears, its variable stays free for the {@code lanes} pass.
 */
final class SplitLanes {
    /** The variable that stands for the lane of a vector. */
    static Atom.Variable lane(int width) {
        return new Atom.Variable("lane", 0, width - 1);
    }

    private SplitLanes() {}

    /** The variable of the loop over blocks. */
    static Atom.Variable blocks(Atom.Variable variable) {
        return new Atom.Variable(variable.name() + "b", 0, variable.high() / Lanes.WIDTH);
    }

    /** The variable of the loop over the vectors of a block. */
    static Atom.Variable vectors(Atom.Variable variable, int width) {
        long used = Math.min(Lanes.WIDTH, variable.high() + 1);
        return new Atom.Variable(variable.name() + "v", 0, (used + width - 1) / width - 1);
    }

    static Kernel split(Kernel kernel, Atom.Variable variable, int width) {
        Statement body = new StatementRewriter() {
            @Override
            public Statement loop(Statement.For loop) {
                return loop.variable().equals(variable) ? split(loop, width) : super.loop(loop);
            }
        }.rewrite(kernel.body());
        List<Atom.Variable> parameters = new ArrayList<>(kernel.parameters());
        if (width > 1) {
            parameters.add(lane(width));
        }
        return new Kernel(kernel.name(), kernel.description(), parameters, body);
    }

    private static Statement split(Statement.For loop, int width) {
        Atom.Variable block = blocks(loop.variable());
        Atom.Variable vector = vectors(loop.variable(), width);
        Index element = block.high() == 0 ? Index.ZERO : Index.of(block).times(Lanes.WIDTH);
        element = vector.high() == 0 ? element : element.plus(Index.of(vector).times(width));
        element = width == 1 ? element : element.plus(Index.of(lane(width)));
        Statement body = Substitution.of(loop.variable(), element).apply(loop.body());
        if (vector.high() > 0) {
            body = new Statement.For(vector, Index.ZERO, Index.of(vector.high() + 1), loop.kind(), body);
        }
        if (block.high() > 0) {
            body = new Statement.For(block, Index.ZERO, Index.of(block.high() + 1), loop.kind(), body);
        }
        return body;
    }
}
