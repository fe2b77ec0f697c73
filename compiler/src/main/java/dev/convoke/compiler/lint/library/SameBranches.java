package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An {@code if} whose branches are written alike: a copy in which something was to be changed. */
public final class SameBranches implements DeclarationLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.SAME_BRANCHES;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        declaration.match(new Walk() {
            @Override
            public Walk conditional(Stage.Conditional conditional) {
                conditional.otherwise().ifPresent(otherwise -> {
                    List<Span> branches = new ArrayList<>();
                    conditional
                            .branches()
                            .forEach(each -> branches.add(each.body().span()));
                    branches.add(otherwise.span());
                    compare(branches, findings);
                });
                return super.conditional(conditional);
            }

            @Override
            public Walk conditional(Expression.Conditional conditional) {
                List<Span> branches = new ArrayList<>();
                conditional.branches().forEach(each -> branches.add(each.value().span()));
                branches.add(conditional.otherwise().span());
                compare(branches, findings);
                return super.conditional(conditional);
            }
        });
    }

    /** Neighbours: between others the order of the conditions may be the reason. */
    private static void compare(List<Span> branches, Consumer<Diagnostic> findings) {
        for (int i = 1; i < branches.size(); i++) {
            Span one = branches.get(i - 1);
            Span other = branches.get(i);
            if (text(one).equals(text(other))) {
                findings.accept(Diagnostic.of(
                                DiagnosticCode.SAME_BRANCHES,
                                "this branch is the same as the one before it",
                                other,
                                "nothing is different here")
                        .also(one, "the same")
                        .help("change what was to be different, or leave the condition out"));
            }
        }
    }

    private static String text(Span span) {
        return span.text().replaceAll("\\s+", " ").strip();
    }
}
