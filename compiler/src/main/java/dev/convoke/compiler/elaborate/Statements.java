package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Statement;
import java.util.Optional;

/** Statements of a block and those that a sequence begins with; each gives the result of the block, if it is the one that does. */
final class Statements implements Statement.Cases<Optional<Datum>> {
    private final Frame frame;

    Statements(Frame frame) {
        this.frame = frame;
    }

    /** What comes out of a block. */
    static Datum result(Declaration.Block block, Frame own) {
        Optional<Datum> result = Optional.empty();
        for (Statement statement : block.body()) {
            Optional<Datum> returned = statement.match(new Statements(own));
            result = result.or(() -> returned);
        }
        return result.orElse(Datum.UNKNOWN);
    }

    @Override
    public Optional<Datum> input(Statement.Input input) {
        Datum stream = frame.place().outputs().isPresent() ? Inputs.enter(input, frame) : Datum.UNKNOWN;
        frame.scope().define(input.name().text(), stream, input.name().span());
        return Optional.empty();
    }

    @Override
    public Optional<Datum> let(Statement.Let let) {
        frame.scope()
                .define(
                        let.name().text(),
                        Evaluator.evaluate(let.value(), frame),
                        let.name().span());
        return Optional.empty();
    }

    @Override
    public Optional<Datum> require(Statement.Require require) {
        Optional<Boolean> kept = Evaluator.condition(require.condition(), frame);
        if (kept.isPresent() && !kept.get()) {
            Optional<String> message = require.message().flatMap(each -> Templates.fill(each, frame));
            if (message.isPresent() || require.message().isEmpty()) {
                frame.problems()
                        .add(ValueProblems.requirementFailed(
                                require, message, Shown.values(require.condition(), frame)));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Datum> flow(Statement.Flow flow) {
        Evaluator.evaluate(flow.value(), frame);
        return Optional.empty();
    }

    @Override
    public Optional<Datum> lost(Statement.Lost lost) {
        lost.name().ifPresent(name -> frame.scope().define(name.text(), Datum.UNKNOWN, name.span()));
        lost.assigned().forEach(name -> frame.scope().define(name.text(), Datum.UNKNOWN, name.span()));
        frame.container().ifPresent(Container::lacksStages);
        return lost.returns() ? Optional.of(Datum.UNKNOWN) : Optional.empty();
    }

    @Override
    public Optional<Datum> returned(Statement.Return returned) {
        Datum value = Evaluator.evaluate(returned.value(), frame);
        if (!value.isUnknown() && value.asFlow().isEmpty()) {
            Span span = returned.value().span();
            var problem = ValueProblems.wrongType("what a block returns", "a stream", value, span);
            frame.problems()
                    .add(
                            value.asElements().isPresent()
                                    ? problem.help(
                                            "one stream is returned: join them, `return concat(a, b)` for instance")
                                    : problem);
            return Optional.of(Datum.UNKNOWN);
        }
        return Optional.of(value);
    }
}
