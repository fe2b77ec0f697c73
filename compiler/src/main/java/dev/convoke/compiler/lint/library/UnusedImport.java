package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.lint.Edits;
import dev.convoke.compiler.lint.FileLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** An import of a file of which nothing is used. */
public final class UnusedImport implements FileLint {
    private static final int SHOWN = 4;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.UNUSED_IMPORT;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public void check(LintedFile file, Consumer<Diagnostic> findings) {
        for (SpecFile.Import each : file.tree().imports()) {
            Set<String> imported = file.imported(each);
            if (Collections.disjoint(imported, file.names().foreign())) {
                findings.accept(finding(each, imported));
            }
        }
    }

    private static Diagnostic finding(SpecFile.Import statement, Set<String> imported) {
        Diagnostic finding = Diagnostic.of(
                        DiagnosticCode.UNUSED_IMPORT,
                        "nothing of \"" + statement.path() + "\" is used here",
                        statement.span(),
                        "imports " + imported.size() + (imported.size() == 1 ? " declaration" : " declarations"))
                .fix(Fix.of("remove the import", Edits.without(statement.span())));
        if (imported.isEmpty()) {
            return finding;
        }
        String names = String.join(
                ", ",
                new TreeSet<>(imported)
                        .stream().limit(SHOWN).map(each -> "`" + each + "`").toList());
        return finding.note("it declares " + names + (imported.size() > SHOWN ? ", ..." : ""));
    }
}
