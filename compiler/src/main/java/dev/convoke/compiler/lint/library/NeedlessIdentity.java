package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.layer.library.Identity;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.Edits;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Walk;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code x -> Identity} outside a {@code seq}, where it does not even take a number. */
public final class NeedlessIdentity implements DeclarationLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.NEEDLESS_IDENTITY;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        declaration.match(new Walk() {
            @Override
            public Walk chain(Expression.Chain chain) {
                for (Stage stage : chain.stages()) {
                    if (stage instanceof Stage.Call call
                            && call.name().text().equals(Identity.TYPE.name())
                            && call.label().isEmpty()) {
                        findings.accept(finding(call));
                    }
                }
                return super.chain(chain);
            }
        });
    }

    private static Diagnostic finding(Stage.Call call) {
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.NEEDLESS_IDENTITY,
                "`Identity` does nothing here",
                call.span(),
                "only in a `seq` it holds a place");
        Optional<Edit> edit = Edits.withoutStage(call.span());
        return edit.map(each -> finding.propose("leave it out", each)).orElseGet(() -> finding.help("leave it out"));
    }
}
