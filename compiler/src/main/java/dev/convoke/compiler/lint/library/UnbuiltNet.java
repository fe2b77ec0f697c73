package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Parameter;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A net that nobody can build as it stands: what depends on its parameters was not checked, and no lint saw it. */
public final class UnbuiltNet implements DeclarationLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.UNBUILT_NET;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        String net = declaration.name().text();
        List<String> missing = file.unbuilt().getOrDefault(net, List.of());
        if (missing.isEmpty()) {
            return;
        }
        String names = missing.stream().map(each -> "`" + each + "`").collect(Collectors.joining(", "));
        String have = missing.size() == 1 ? "has" : "have";
        String settings = missing.stream().map(each -> "--set " + each + "=...").collect(Collectors.joining(" "));
        findings.accept(Diagnostic.of(
                        DiagnosticCode.UNBUILT_NET,
                        "the net `" + net + "` is checked only in part: " + names + " " + have + " no value",
                        place(declaration, missing.get(0)),
                        "no default, and no net gives it a value")
                .note("shapes that depend on " + names + " were not computed, lints did not see the net, and "
                        + "`convoke generate` leaves it out")
                .help("give " + names + (missing.size() == 1 ? " a default" : " defaults") + ", declare a net of it, "
                        + example(net, missing) + ", or lint it with `" + settings + "`"));
    }

    /** The parameter, where the net declares it itself. */
    private static Span place(Declaration declaration, String parameter) {
        return declaration instanceof Declaration.Net net
                ? net.parameters().stream()
                        .filter(each -> each.name().text().equals(parameter))
                        .map(Parameter::name)
                        .findFirst()
                        .orElse(net.name())
                        .span()
                : declaration.name().span();
    }

    private static String example(String net, List<String> missing) {
        return "`net My" + net + " = " + net
                + missing.stream().map(each -> each + "=...").collect(Collectors.joining(", ", "(", ")`"));
    }
}
