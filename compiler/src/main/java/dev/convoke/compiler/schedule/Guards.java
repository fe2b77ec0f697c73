package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import java.util.ArrayList;
import java.util.List;

/** Drops conditions that always hold and statements whose condition never does, once substitution has made that plain. */
final class Guards {
    private Guards() {}

    static Statement simplify(Statement statement) {
        return new StatementRewriter() {
            @Override
            public Statement when(Statement.When when) {
                if (when.guard().neverHolds()) {
                    return new Statement.Block(List.of());
                }
                Statement body = rewrite(when.body());
                return when.guard().alwaysHolds() ? body : new Statement.When(when.guard(), body);
            }

            @Override
            public Statement block(Statement.Block block) {
                List<Statement> kept = new ArrayList<>();
                for (Statement inner : block.statements()) {
                    kept.add(rewrite(inner));
                }
                return flat(kept);
            }
        }.rewrite(statement);
    }
}
