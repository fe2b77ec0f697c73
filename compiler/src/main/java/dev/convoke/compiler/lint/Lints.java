package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.NearestName;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.lint.library.BiasBeforeNorm;
import dev.convoke.compiler.lint.library.RepeatedActivation;
import dev.convoke.compiler.lint.library.UnusedName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Whether a configuration may speak of a code: a lint's, or one about comments that silence lints. */
    public static boolean isConfigurable(DiagnosticCode code) {
        return code.severity() == Severity.WARNING;
    }

    /** The code or slug of a lint that was probably meant. */
    public static Optional<String> nearest(String name) {
        List<String> names = ALL.stream()
                .map(Lint::code)
                .flatMap(each -> Stream.of(each.code(), each.slug()))
                .toList();
        return NearestName.among(names, name);
    }
}
