package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Declaration;
import java.util.Optional;

/** Constants of a file, each evaluated once, when it is first needed. */
final class Constants {
    private Constants() {}

    static Optional<Datum> find(String name, Frame frame) {
        Optional<Declared> declared = frame.declarations().find(name);
        Optional<Datum> known = declared.flatMap(
                each -> Optional.ofNullable(frame.session().constants().get(each)));
        return known.isPresent()
                ? known
                : declared.flatMap(each ->
                        each.declaration().match(Kinds.constant()).map(constant -> evaluate(each, constant, frame)));
    }

    private static Datum evaluate(Declared declared, Declaration.Constant constant, Frame frame) {
        if (frame.place().active().contains(declared)) {
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
                    frame.place().within(declared, Optional.empty(), constant.span()),
                    Optional.empty(),
                    session.problems());
            value = Evaluator.evaluate(constant.value(), own);
        }
        session.constants().put(declared, value);
        return value;
    }
}
