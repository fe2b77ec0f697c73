package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.library.BiasBeforeNorm;
import dev.convoke.compiler.lint.library.RepeatedActivation;
import dev.convoke.compiler.lint.library.UnusedName;
import java.util.List;
import java.util.Optional;

/** All lints there are. */
public final class Lints {
    private static final List<Lint> ALL = List.of(
            // geometry
            // training
            new BiasBeforeNorm(),
            new RepeatedActivation(),
            // style
            new UnusedName()
            // cost
            );

    private Lints() {}

    /** In the order of their chapters. */
    public static List<Lint> all() {
        return ALL;
    }

    /** The lint of a code. */
    public static Optional<Lint> find(DiagnosticCode code) {
        return ALL.stream().filter(each -> each.code() == code).findFirst();
    }
}
