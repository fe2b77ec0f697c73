package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import dev.convoke.compiler.loop.Substitution;
import java.util.ArrayList;
import java.util.List;

/** Writes out the iterations of short innermost serial loops: the taps of a row. */
final class Unroll {
    /** Loops of more iterations are not the taps of a window. */
    static final long LONGEST = 7;

    /** Statements that two nested loops may come to, written out. */
    private static final int TWICE_UNROLLED = 32;

    private Unroll() {}

    /**
     * @param maximum statements that an unrolled loop may come to
     */
    static Kernel unroll(Kernel kernel, int maximum) {
        return kernel.withBody(
                new StatementRewriter() {
                    @Override
                    public Statement loop(Statement.For loop) {
                        Statement body = rewrite(loop.body());
                        Statement.For same =
                                new Statement.For(loop.variable(), loop.low(), loop.high(), loop.kind(), body);
                        boolean short_ = loop.kind() == Statement.For.Kind.SERIAL
                                && loop.low().isConstant()
                                && loop.high().isConstant()
                                && !containsLoop(body)
                                && !stores(body)
                                && size(body)
                                                * (loop.high().constant()
                                                        - loop.low().constant())
                                        <= (containsLoop(loop.body()) ? Math.min(maximum, TWICE_UNROLLED) : maximum)
                                && loop.high().constant() - loop.low().constant() <= LONGEST;
                        return short_ ? unrolled(same) : same;
                    }
                }.rewrite(kernel.body()));
    }

    private static Statement unrolled(Statement.For loop) {
        List<Statement> all = new ArrayList<>();
        for (long i = loop.low().constant(); i < loop.high().constant(); i++) {
            Statement copy = Substitution.of(loop.variable(), Index.of(i)).apply(loop.body());
            all.add(Guards.simplify(copy));
        }
        return StatementRewriter.flat(all);
    }

    static boolean containsLoop(Statement statement) {
        boolean[] found = {false};
        new StatementRewriter() {
            @Override
            public Statement loop(Statement.For loop) {
                found[0] = true;
                return loop;
            }
        }.rewrite(statement);
        return found[0];
    }

    /** A loop that stores finishes the sums of a tile: it is a loop to keep code small. */
    private static boolean stores(Statement statement) {
        boolean[] found = {false};
        new StatementRewriter() {
            @Override
            public Statement store(Statement.Store store) {
                found[0] = true;
                return store;
            }
        }.rewrite(statement);
        return found[0];
    }

    static int size(Statement statement) {
        int[] count = {0};
        new StatementRewriter() {
            @Override
            public Statement assign(Statement.Assign assign) {
                count[0]++;
                return assign;
            }

            @Override
            public Statement put(Statement.Put put) {
                count[0]++;
                return put;
            }

            @Override
            public Statement store(Statement.Store store) {
                count[0]++;
                return store;
            }
        }.rewrite(statement);
        return count[0];
    }
}
