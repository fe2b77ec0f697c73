package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Diagnostic;
import java.util.function.Consumer;

/** Looks at a whole file: at declarations that nothing uses, for instance. Runs only if the file has no errors. */
public non-sealed interface FileLint extends Lint {
    void check(LintedFile file, Consumer<Diagnostic> findings);

    @Override
    default <R> R match(Cases<R> cases) {
        return cases.file(this);
    }
}
