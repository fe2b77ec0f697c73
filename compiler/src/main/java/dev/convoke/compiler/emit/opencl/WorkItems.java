package dev.convoke.compiler.emit.opencl;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Spreads the outer parallel loops of a kernel over work-items: the innermost of them moves from one work-item to the next, so
 * that neighbours read neighbouring memory.
 *
 * @param loops the parallel loops, outermost first
 * @param body what one work-item does
 */
record WorkItems(List<Statement.For> loops, Statement body) {
    WorkItems {
        loops = List.copyOf(loops);
    }

    static WorkItems of(Statement body) {
        Peeling peeling = new Peeling();
        return new WorkItems(peeling.loops, body.match(peeling));
    }

    /** The largest number of iterations that a loop has, in terms of the parameters alone. */
    static Index extent(Statement.For loop, Set<Atom.Variable> parameters) {
        Index extent = loop.high().minus(loop.low());
        boolean[] fixed = {true};
        extent.substitute(variable -> {
            fixed[0] &= parameters.contains(variable);
            return Index.of(variable);
        });
        return fixed[0] ? extent : Index.of(extent.range().high());
    }

    /** Whether a work-item may fall outside of the loop, as its extent depends on an outer one. */
    static boolean isRagged(Statement.For loop, Set<Atom.Variable> parameters) {
        return !extent(loop, parameters).equals(loop.high().minus(loop.low()));
    }

    /** Takes parallel loops off; the answer is what is left. */
    private static final class Peeling implements Statement.Cases<Statement> {
        private final List<Statement.For> loops = new ArrayList<>();

        @Override
        public Statement block(Statement.Block block) {
            return block.statements().size() == 1 ? block.statements().get(0).match(this) : block;
        }

        @Override
        public Statement loop(Statement.For loop) {
            return switch (loop.kind()) {
                case PARALLEL -> {
                    loops.add(loop);
                    yield loop.body().match(this);
                }
                case SERIAL -> loop;
            };
        }

        @Override
        public Statement define(Statement.Define define) {
            return define;
        }

        @Override
        public Statement assign(Statement.Assign assign) {
            return assign;
        }

        @Override
        public Statement store(Statement.Store store) {
            return store;
        }

        @Override
        public Statement put(Statement.Put put) {
            return put;
        }

        @Override
        public Statement when(Statement.When when) {
            return when;
        }

        @Override
        public Statement let(Statement.Let let) {
            return let;
        }
    }
}
