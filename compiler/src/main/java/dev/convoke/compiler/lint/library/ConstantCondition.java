package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.elaborate.Rational;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Walk;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * An {@code if} that always goes the same way: nothing in its condition varies, or the loop around it never gets there. Parameters and constants
 * vary: they are there to be changed.
 */
public final class ConstantCondition implements DeclarationLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.CONSTANT_CONDITION;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        declaration.match(new Conditions(findings));
    }

    private static final class Conditions extends Rounds {
        private final Consumer<Diagnostic> findings;

        Conditions(Consumer<Diagnostic> findings) {
            this.findings = findings;
        }

        @Override
        public Walk conditional(Stage.Conditional conditional) {
            check(conditional.branches().stream()
                    .map(Stage.Conditional.Branch::condition)
                    .toList());
            return super.conditional(conditional);
        }

        @Override
        public Walk conditional(Expression.Conditional conditional) {
            check(conditional.branches().stream()
                    .map(Expression.Conditional.Branch::condition)
                    .toList());
            return super.conditional(conditional);
        }

        private void check(List<Expression> conditions) {
            Map<String, Expression> asked = new HashMap<>();
            List<Map<String, Object>> left = rounds();
            for (Expression condition : conditions) {
                Expression before = asked.putIfAbsent(Known.text(condition), condition);
                if (before != null) {
                    findings.accept(again(condition, before));
                    continue;
                }
                List<Optional<Boolean>> values = left.stream()
                        .map(each -> Known.truth(condition, each))
                        .distinct()
                        .toList();
                if (values.size() == 1 && values.get(0).isPresent()) {
                    findings.accept(finding(condition, values.get(0).get(), left));
                }
                left = left.stream()
                        .filter(each -> !Known.truth(condition, each).orElse(false))
                        .toList();
                if (left.isEmpty()) {
                    return;
                }
            }
        }
    }

    private static Diagnostic again(Expression condition, Expression before) {
        return Diagnostic.of(
                        DiagnosticCode.CONSTANT_CONDITION,
                        "this branch is never taken: `" + condition.span().text() + "` was asked before",
                        condition.span(),
                        "false wherever this is asked")
                .also(before.span(), "asked here")
                .help("mend one of the conditions, or leave the branch out");
    }

    private static Diagnostic finding(Expression condition, boolean always, List<Map<String, Object>> rounds) {
        Set<String> names = new HashSet<>();
        condition.match(new Walk() {
            @Override
            public Walk name(Expression.Name name) {
                names.add(name.text());
                return this;
            }
        });
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.CONSTANT_CONDITION,
                condition instanceof Expression.Truth
                        ? "this `if` asks nothing: its condition is `" + always + "`"
                        : "`" + condition.span().text() + "` is " + (always ? "always true" : "never true"),
                condition.span(),
                always ? "true every time" : "false every time");
        for (String name : names.stream().sorted().toList()) {
            if (rounds.stream().allMatch(each -> each.get(name) instanceof Rational)) {
                TreeSet<Rational> values = new TreeSet<>();
                rounds.forEach(each -> values.add((Rational) Objects.requireNonNull(each.get(name))));
                finding = finding.note("`" + name + "` is " + shown(values) + " here");
                Rational behind = values.last().plus(Rational.ONE);
                if (names.size() == 1
                        && !always
                        && Known.truth(condition, Map.of(name, behind)).orElse(false)) {
                    finding = finding.note("a range `a..b` ends before `b`, so " + behind + " is not reached");
                }
            }
        }
        return finding.help(
                always
                        ? "leave the condition out, or mend it"
                        : "leave out what is there for it, or mend the condition");
    }

    /** {@code 3}, {@code from 0 to 7}, {@code 1, 2 or 4}. */
    private static String shown(TreeSet<Rational> values) {
        if (values.size() == 1) {
            return values.first().toString();
        }
        boolean range = values.size() > 2
                && values.stream().allMatch(Rational::isWhole)
                && values.last().minus(values.first()).equals(Rational.of(values.size() - 1L));
        if (range) {
            return "from " + values.first() + " to " + values.last();
        }
        List<String> texts = values.stream().map(Rational::toString).toList();
        int last = texts.size() - 1;
        return String.join(", ", texts.subList(0, last)) + " or " + texts.get(last);
    }
}
