package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.syntax.Declaration;
import java.util.function.Consumer;

/** A net without {@code ///}: its class has no Javadoc. Variants are left alone, as what they are a variant of says what they are. */
public final class MissingDocumentation implements DeclarationLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.MISSING_DOCUMENTATION;
    }

    @Override
    public boolean onByDefault() {
        return false;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        if (declaration instanceof Declaration.Net net && net.documentation().isEmpty()) {
            findings.accept(
                    Diagnostic.of(
                                    DiagnosticCode.MISSING_DOCUMENTATION,
                                    "the net `" + net.name().text() + "` does not say what it is",
                                    net.name().span(),
                                    "its class will have no Javadoc")
                            .help(
                                    "say it in lines with `///` above: what it is for, where it comes from, what its inputs are"));
        }
    }
}
