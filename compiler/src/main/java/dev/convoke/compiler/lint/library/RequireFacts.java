package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.elaborate.Rational;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.Statement;
import dev.convoke.compiler.syntax.Walk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** A contract that says nothing, as nothing in it varies, or that nothing can keep, as another one before it says the opposite. */
public final class RequireFacts implements DeclarationLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.REQUIRE_FACTS;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        declaration.match(new Contracts(findings));
    }

    private static final class Contracts extends Rounds {
        private final Consumer<Diagnostic> findings;

        /** What was required so far, innermost scope first. */
        private final Deque<List<Bound>> required = new ArrayDeque<>(List.of(new ArrayList<>()));

        Contracts(Consumer<Diagnostic> findings) {
            this.findings = findings;
        }

        @Override
        protected void open() {
            super.open();
            required.push(new ArrayList<>(required.element()));
        }

        @Override
        protected void close() {
            super.close();
            required.pop();
        }

        /** What was required of a name does not hold for another one of that name. */
        @Override
        protected void define(Identifier name) {
            super.define(name);
            required.element().removeIf(each -> each.mentions(name.text()));
        }

        @Override
        public Walk require(Statement.Require require) {
            List<Optional<Boolean>> values = rounds().stream()
                    .map(each -> Known.truth(require.condition(), each))
                    .distinct()
                    .toList();
            if (values.size() == 1 && values.get(0).isPresent()) {
                findings.accept(
                        RequireFacts.constant(require.condition(), values.get(0).get()));
                return super.require(require);
            }
            for (Bound bound : Bound.of(require.condition())) {
                contradicted(bound).ifPresent(before -> findings.accept(contradiction(bound, before)));
                required.element().add(bound);
            }
            return super.require(require);
        }

        private Optional<Bound> contradicted(Bound bound) {
            return required.element().stream()
                    .filter(each -> each.subject().equals(bound.subject()) && !each.isPossibleWith(bound))
                    .findFirst();
        }
    }

    /** A comparison of something with a number, {@code n >= 3}. */
    private record Bound(String subject, Expression.ComparisonOperator operator, Rational number, Expression whole) {
        private static final Map<Expression.ComparisonOperator, Expression.ComparisonOperator> TURNED =
                new HashMap<>(Map.of(
                        Expression.ComparisonOperator.LESS, Expression.ComparisonOperator.GREATER,
                        Expression.ComparisonOperator.LESS_OR_EQUAL, Expression.ComparisonOperator.GREATER_OR_EQUAL,
                        Expression.ComparisonOperator.GREATER, Expression.ComparisonOperator.LESS,
                        Expression.ComparisonOperator.GREATER_OR_EQUAL, Expression.ComparisonOperator.LESS_OR_EQUAL,
                        Expression.ComparisonOperator.EQUAL, Expression.ComparisonOperator.EQUAL,
                        Expression.ComparisonOperator.UNEQUAL, Expression.ComparisonOperator.UNEQUAL));

        /** Those that all must hold. */
        static List<Bound> of(Expression condition) {
            if (condition instanceof Expression.Logical logical
                    && logical.operator() == Expression.LogicalOperator.AND) {
                return logical.operands().stream()
                        .flatMap(each -> of(each).stream())
                        .toList();
            }
            if (!(condition instanceof Expression.Comparison comparison)) {
                return List.of();
            }
            Expression left = comparison.left();
            Expression right = comparison.right();
            Optional<Bound> straight = Known.number(right, Map.of())
                    .map(number -> new Bound(Known.text(left), comparison.operator(), number, comparison));
            Optional<Bound> turned = Known.number(left, Map.of())
                    .map(number -> new Bound(
                            Known.text(right),
                            Objects.requireNonNull(TURNED.get(comparison.operator())),
                            number,
                            comparison));
            return straight.or(() -> turned).stream().toList();
        }

        boolean mentions(String name) {
            return subject.matches(".*\\b" + name + "\\b.*");
        }

        private boolean allows(Rational value) {
            return Known.holds(operator, value.compareTo(number));
        }

        /** Whether some number is allowed by both; of numbers near the ends of 64 bits nothing is claimed. */
        boolean isPossibleWith(Bound other) {
            try {
                return isAllowedWith(other);
            } catch (ArithmeticException e) {
                return true;
            }
        }

        /** Tries the numbers themselves, what lies between them and what lies beside them. */
        private boolean isAllowedWith(Bound other) {
            Rational between = number.plus(other.number).dividedBy(Rational.of(2));
            Rational least = number.compareTo(other.number) < 0 ? number : other.number;
            Rational most = number.compareTo(other.number) < 0 ? other.number : number;
            return List.of(number, other.number, between, least.minus(Rational.ONE), most.plus(Rational.ONE)).stream()
                    .anyMatch(each -> allows(each) && other.allows(each));
        }
    }

    private static Diagnostic constant(Expression condition, boolean holds) {
        return Diagnostic.of(
                        DiagnosticCode.REQUIRE_FACTS,
                        "this requirement can never " + (holds ? "fail" : "be met"),
                        condition.span(),
                        holds ? "always true" : "never true")
                .help(
                        holds
                                ? "leave it out, or require something of a parameter or a shape"
                                : "leave it out, or mend it: nothing can be made of this declaration");
    }

    private static Diagnostic contradiction(Bound bound, Bound before) {
        return Diagnostic.of(
                        DiagnosticCode.REQUIRE_FACTS,
                        "`" + bound.whole().span().text() + "` and `"
                                + before.whole().span().text() + "` can never both be met",
                        bound.whole().span(),
                        "leaves nothing of what is allowed")
                .also(before.whole().span(), "required too")
                .help("mend one of them: nothing can be made of this declaration");
    }
}
