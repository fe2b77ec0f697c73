package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.Statement;
import dev.convoke.compiler.syntax.Walk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code c = 2 * c} between braces: looks like an assignment to the name outside, and is another name. */
public final class HiddenValue implements DeclarationLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.HIDDEN_VALUE;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        if (!file.inside(declaration).isEmpty()) {
            declaration.match(new Scopes(findings));
        }
    }

    private static final class Scopes extends Walk {
        private final Consumer<Diagnostic> findings;
        private final Deque<Map<String, Identifier>> scopes = new ArrayDeque<>();

        Scopes(Consumer<Diagnostic> findings) {
            this.findings = findings;
        }

        @Override
        protected void open() {
            scopes.push(new HashMap<>());
        }

        @Override
        protected void close() {
            scopes.pop();
        }

        @Override
        protected void define(Identifier name) {
            scopes.element().put(name.text(), name);
        }

        @Override
        public Walk let(Statement.Let let) {
            Optional<Identifier> outside = scopes.stream()
                    .skip(1)
                    .flatMap(scope -> Optional.ofNullable(scope.get(let.name().text())).stream())
                    .findFirst();
            outside.ifPresent(other -> findings.accept(finding(let, other)));
            return super.let(let);
        }
    }

    private static Diagnostic finding(Statement.Let let, Identifier outside) {
        String name = "`" + let.name().text() + "`";
        return Diagnostic.of(
                        DiagnosticCode.HIDDEN_VALUE,
                        "this " + name + " is another one, and the one outside the braces stays what it is",
                        let.name().span(),
                        "ends with the braces around it")
                .also(outside.span(), "hidden there, not changed")
                .note(
                        "nothing is ever assigned: a name is given once, and a loop begins each round with what is outside")
                .help("give it a name of its own, or compute both ways where it is given: `" + outside.text()
                        + " = if ... then ... else ...`");
    }
}
