package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.elaborate.Expansion;
import dev.convoke.compiler.elaborate.Rational;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Catalogue;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.Edits;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.syntax.Argument;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Walk;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An argument of a layer that says what is so without it: {@code stride=1}. */
public final class DefaultArgument implements DeclarationLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.DEFAULT_ARGUMENT;
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
                Catalogue.find(call.name().text())
                        .ifPresent(layer -> call.arguments().stream()
                                .filter(each -> isDefault(each, call, layer))
                                .forEach(each -> findings.accept(finding(each, call))));
                return super.call(call);
            }
        });
    }

    private static boolean isDefault(Argument given, Stage.Call call, LayerType layer) {
        return given.name()
                .flatMap(name -> layer.arguments().stream()
                        .filter(each -> each.name().equals(name.text()))
                        .findFirst())
                .flatMap(dev.convoke.compiler.layer.Argument::defaultValue)
                .filter(value -> isWritten(value, given, call))
                .isPresent();
    }

    private static boolean isWritten(ArgumentValue value, Argument given, Stage.Call call) {
        Optional<Object> written = Known.value(given.value(), Map.of());
        if (value instanceof ArgumentValue.SameAs other) {
            return of(other.argument(), call)
                    .map(each -> Known.text(each.value()).equals(Known.text(given.value())))
                    .orElse(false);
        }
        return value(value).isPresent() && value(value).equals(written);
    }

    /** The kernel is the first argument of all pools but {@code LpPool}; given by name, or by position there. */
    private static Optional<Argument> of(String name, Stage.Call call) {
        Optional<Argument> named = call.arguments().stream()
                .filter(each ->
                        each.name().filter(own -> own.text().equals(name)).isPresent())
                .findFirst();
        int position = Catalogue.find(call.name().text()).orElseThrow().arguments().stream()
                .map(dev.convoke.compiler.layer.Argument::name)
                .toList()
                .indexOf(name);
        return named.or(() -> call.arguments().stream()
                .filter(each -> each.name().isEmpty())
                .skip(position)
                .findFirst());
    }

    private static Optional<Object> value(ArgumentValue value) {
        if (value instanceof ArgumentValue.Whole whole) {
            return Optional.of(Rational.of(whole.value()));
        }
        if (value instanceof ArgumentValue.Flag flag) {
            return Optional.of(flag.value());
        }
        if (value instanceof ArgumentValue.Real real) {
            return Optional.of(Rational.of(BigDecimal.valueOf(real.value())));
        }
        return value instanceof ArgumentValue.Text text ? Optional.of(text.value()) : Optional.empty();
    }

    private static Diagnostic finding(Argument given, Stage.Call call) {
        return Diagnostic.of(
                        DiagnosticCode.DEFAULT_ARGUMENT,
                        "`" + given.span().text() + "` is so without being said",
                        given.span(),
                        "the default of `" + call.name().text() + "`")
                .fix(Fix.of(
                        "leave it out",
                        Edits.withoutArgument(
                                call,
                                new Expansion.Given(given.span(), given.value().span()))));
    }
}
