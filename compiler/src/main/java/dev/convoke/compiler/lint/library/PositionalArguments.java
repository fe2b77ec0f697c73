package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.layer.Catalogue;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.syntax.Argument;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A layer with more than two arguments that only their places tell apart: {@code Conv(64, 3, 2, 1)}. */
public final class PositionalArguments implements DeclarationLint {
    private static final int WITHOUT_NAMES = 2;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.POSITIONAL_ARGUMENTS;
    }

    @Override
    public boolean onByDefault() {
        return false;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        declaration.match(new Walk() {
            @Override
            public Walk call(Stage.Call call) {
                List<Argument> unnamed = call.arguments().stream()
                        .filter(each -> each.name().isEmpty())
                        .toList();
                if (unnamed.size() > WITHOUT_NAMES) {
                    Catalogue.find(call.name().text())
                            .ifPresent(layer -> findings.accept(finding(call, unnamed, layer)));
                }
                return super.call(call);
            }
        });
    }

    private static Diagnostic finding(Stage.Call call, List<Argument> unnamed, LayerType layer) {
        List<Edit> edits = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = WITHOUT_NAMES; i < unnamed.size(); i++) {
            String name = layer.arguments().get(i).name();
            names.add("`" + name + "`");
            edits.add(new Edit(unnamed.get(i).span().before(), name + "="));
        }
        return Diagnostic.of(
                        DiagnosticCode.POSITIONAL_ARGUMENTS,
                        "`" + call.call().text() + "` has " + unnamed.size() + " arguments without a name",
                        unnamed.get(WITHOUT_NAMES)
                                .span()
                                .to(unnamed.get(unnamed.size() - 1).span()),
                        String.join(", ", names))
                .fix(Fix.of("give the names from the third on", edits.toArray(new Edit[0])));
    }
}
