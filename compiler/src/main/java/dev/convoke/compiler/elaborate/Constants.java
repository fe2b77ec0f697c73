package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Declaration;
import java.util.Optional;

/** Constants of a file, each evaluated once, when it is first needed. */
final class Constants {
    private Constants() {}

    static Optional<Datum> find(String name, Frame frame) {
        Session session = frame.session();
        Optional<Datum> known = Optional.ofNullable(session.constants().get(name));
        return known.isPresent()
                ? known
                : session.declarations().constant(name).map(constant -> evaluate(constant, frame));
    }

    private static Datum evaluate(Declaration.Constant constant, Frame frame) {
        String name = constant.name().text();
        if (frame.place().active().contains(name)) {
            return Datum.UNKNOWN;
        }
        Session session = frame.session();
        Datum value = Datum.UNKNOWN;
        if (frame.place().depth() >= Budget.MAX_DEPTH) {
            frame.problems().add(LimitProblems.tooDeep(constant.name().span()));
        } else {
            Frame own = new Frame(
                    session,
                    Scope.empty(),
                    frame.place().within(name, Optional.empty(), constant.span()),
                    Optional.empty(),
                    session.problems());
            value = Evaluator.evaluate(constant.value(), own);
        }
        session.constants().put(name, value);
        return value;
    }
}
