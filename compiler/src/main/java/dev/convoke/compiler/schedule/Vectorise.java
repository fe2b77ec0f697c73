package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Register;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import java.util.List;

/** Makes vectors of what moves with the lane and broadcasts of what does not; registers become vectors. */
final class Vectorise {
    private Vectorise() {}

    static Kernel vectorise(Kernel kernel, Atom.Variable lane) {
        ExpressionRewriter expressions = new ExpressionRewriter() {
            @Override
            public Expression fetch(Expression.Fetch fetch) {
                boolean second = fetch.at().coefficient(lane) == 2
                        && !withoutLane(fetch.at(), lane).mentions(lane);
                Lanes lanes = second ? Lanes.EVERY_SECOND : moves(fetch.at(), lane) ? Lanes.VECTOR : Lanes.BROADCAST;
                return new Expression.Fetch(fetch.buffer(), withoutLane(fetch.at(), lane), lanes);
            }

            @Override
            public Expression read(Expression.Read read) {
                return new Expression.Read(vector(read.register()));
            }
        };
        Statement body = new StatementRewriter() {
            @Override
            protected Expression expression(Expression expression) {
                return expressions.rewrite(expression);
            }

            @Override
            protected Register register(Register register) {
                return vector(register);
            }

            @Override
            public Statement put(Statement.Put put) {
                if (!moves(put.at(), lane)) {
                    throw new IllegalArgumentException("16 lanes stored at one place: " + put.buffer());
                }
                return new Statement.Put(
                        put.buffer(), withoutLane(put.at(), lane), expression(put.value()), Lanes.VECTOR);
            }
        }.rewrite(kernel.body());
        List<Atom.Variable> parameters =
                kernel.parameters().stream().filter(p -> !p.equals(lane)).toList();
        return new Kernel(kernel.name(), kernel.description(), parameters, body);
    }

    private static Register vector(Register register) {
        return new Register(register.name(), true);
    }

    private static boolean moves(Index at, Atom.Variable lane) {
        if (!at.mentions(lane)) {
            return false;
        }
        if (at.coefficient(lane) != 1 || withoutLane(at, lane).mentions(lane)) {
            throw new IllegalArgumentException("lanes are not consecutive at " + at);
        }
        return true;
    }

    private static Index withoutLane(Index at, Atom.Variable lane) {
        return at.minus(Index.of(lane).times(at.coefficient(lane)));
    }
}
