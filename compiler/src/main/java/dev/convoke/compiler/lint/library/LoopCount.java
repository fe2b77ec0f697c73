package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.elaborate.Rational;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Range;
import dev.convoke.compiler.syntax.Walk;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A loop over written numbers that runs never or once. */
public final class LoopCount implements DeclarationLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.LOOP_COUNT;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        declaration.match(new Walk() {
            @Override
            public Walk between(Range.Between between) {
                Optional<Rational> from = Known.number(between.from(), Map.of());
                Optional<Rational> to = Known.number(between.to(), Map.of());
                from.flatMap(first -> to.flatMap(last -> finding(between, first, last)))
                        .ifPresent(findings);
                return super.between(between);
            }

            @Override
            public Walk elements(Range.Elements elements) {
                if (elements.list() instanceof Expression.ListOf list
                        && list.elements().size() < 2) {
                    findings.accept(finding(
                            elements,
                            list.elements().size(),
                            list.elements().isEmpty() ? "an empty list" : "a list of one element"));
                }
                return super.elements(elements);
            }
        });
    }

    private static Optional<Diagnostic> finding(Range.Between between, Rational from, Rational to) {
        Rational count = to.minus(from);
        if (count.compareTo(Rational.ONE) > 0) {
            return Optional.empty();
        }
        if (count.equals(Rational.ONE)) {
            return Optional.of(finding(between, 1, "only " + from).note(note(from, to)));
        }
        return Optional.of(finding(between, 0, "no number")
                .note(to.compareTo(from) < 0 ? "a range counts upwards" : note(from, to)));
    }

    private static String note(Rational from, Rational to) {
        return "a range `a..b` has `a`, but ends before `b`: up to and with " + to + " it is `" + from + ".."
                + to.plus(Rational.ONE) + "`";
    }

    private static Diagnostic finding(Range range, int count, String what) {
        return Diagnostic.of(
                        DiagnosticCode.LOOP_COUNT,
                        "this loop " + (count == 0 ? "never runs" : "runs once"),
                        range.span(),
                        what)
                .help(
                        count == 0
                                ? "mend the range, or leave the loop out"
                                : "mend the range, or write its body without a loop");
    }
}
