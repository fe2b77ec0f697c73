package dev.convoke.compiler.emit.java;

import dev.convoke.compiler.loop.Register;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import java.util.HashSet;
import java.util.Set;

/** Whether a statement changes vectors that exist before it: accumulators, where it is the body of a loop. */
final class CarriedVectors extends StatementRewriter {
    private final Set<Register> own = new HashSet<>();
    private boolean found;

    private CarriedVectors() {}

    static boolean in(Statement statement) {
        CarriedVectors carried = new CarriedVectors();
        carried.rewrite(statement);
        return carried.found;
    }

    @Override
    public Statement define(Statement.Define define) {
        own.add(define.register());
        return define;
    }

    @Override
    public Statement assign(Statement.Assign assign) {
        found |= assign.register().vector() && !own.contains(assign.register());
        return assign;
    }
}
