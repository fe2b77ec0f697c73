package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.lint.Names;
import dev.convoke.compiler.syntax.Declaration;
import java.util.Optional;
import java.util.function.Consumer;

/** A stream, value, parameter or input that nothing uses. */
public final class UnusedName implements DeclarationLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.UNUSED_NAME;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        for (Names.Definition each : file.inside(declaration)) {
            if (each.uses().isEmpty()) {
                finding(each).ifPresent(findings);
            }
        }
    }

    private static Optional<Diagnostic> finding(Names.Definition definition) {
        String name = "`" + definition.name().text() + "`";
        return switch (definition.kind()) {
            case PARAMETER -> Optional.of(finding(definition, "the parameter " + name + " is never used"));
            case INPUT -> Optional.of(finding(definition, "the input " + name + " goes nowhere"));
            case LET -> Optional.of(finding(definition, name + " is never used"));
            // Of a loop, how often it runs may be all that matters; declarations have a lint of their own.
            case LOOP, DECLARATION -> Optional.empty();
        };
    }

    private static Diagnostic finding(Names.Definition definition, String message) {
        return Diagnostic.of(
                DiagnosticCode.UNUSED_NAME, message, definition.name().span(), "given here, and nowhere used");
    }
}
