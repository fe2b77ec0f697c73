package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.syntax.Declaration;
import java.util.function.Consumer;

/** Looks at the text of one declaration. Runs for those that have no errors in them. */
public non-sealed interface DeclarationLint extends Lint {
    void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings);

    @Override
    default <R> R match(Cases<R> cases) {
        return cases.declaration(this);
    }
}
