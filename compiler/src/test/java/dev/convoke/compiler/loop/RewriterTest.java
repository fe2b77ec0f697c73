package dev.convoke.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewriterTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void nothingChangesIfNothingIsOverridden(long seed) {
        Definition definition = RandomDefinitions.of(seed, false).definition();
        assertThat(new ExpressionRewriter().rewrite(definition.value())).isSameAs(definition.value());
        Kernel kernel = PlainLowering.lower(definition, "test");
        // Blocks of one statement are dissolved; the text does not show them.
        assertThat(Printer.print(new StatementRewriter().rewrite(kernel.body())))
                .isEqualTo(Printer.print(kernel.body()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void substitutionOfOneIterationIsThatIteration(long seed) {
        RandomDefinitions.Sample sample = RandomDefinitions.of(seed, true);
        Definition definition = sample.definition();
        Kernel kernel = PlainLowering.lower(definition, "test");
        Map<Tensor, float[]> whole = sample.memory();
        Interpreter.overTensors(whole).run(kernel, PlainLowering.batch(kernel, sample.batch()));

        // The first and the last row only, as straight-line code.
        Axis row = definition.axes().get(2);
        long last = row.extent().constant() - 1;
        Map<Tensor, float[]> rows = sample.memory();
        for (long value : new long[] {0, last}) {
            Kernel one = kernel.withBody(replaceLoop(kernel.body(), row.variable(), Index.of(value)));
            assertThat(Printer.print(one)).doesNotContain("for h <");
            Interpreter.overTensors(rows).run(one, PlainLowering.batch(one, sample.batch()));
        }
        float[] truth = Objects.requireNonNull(whole.get(definition.output()));
        float[] some = Objects.requireNonNull(rows.get(definition.output()));
        for (int i = 0; i < truth.length; i++) {
            long position = i % (last + 1);
            assertThat(some[i]).isEqualTo(Float.valueOf(position == 0 || position == last ? truth[i] : Float.NaN));
        }
    }

    private static Statement replaceLoop(Statement body, Atom.Variable variable, Index value) {
        return new StatementRewriter() {
            @Override
            public Statement loop(Statement.For loop) {
                return loop.variable().equals(variable)
                        ? Substitution.of(variable, value).apply(loop.body())
                        : super.loop(loop);
            }
        }.rewrite(body);
    }

    @Test
    void guardsThatAreDecidedVanish() {
        Index h = Axis.of("h", 8).index();
        Tensor x = new Tensor("x", false, List.of(8));
        Expression padded = x.at(List.of(h.minus(1)), Expression.constant(0));
        Atom.Variable variable = new Atom.Variable("h", 0, 7);
        assertThat(Substitution.of(variable, Index.ZERO).apply(padded)).isEqualTo(Expression.constant(0));
        assertThat(Substitution.of(variable, Index.of(3)).apply(padded)).isEqualTo(x.at(Index.of(2)));
    }

    @Test
    void loadsCanBeReplaced() {
        Tensor x = new Tensor("x", false, List.of(8));
        Tensor y = new Tensor("y", false, List.of(8));
        Index h = Axis.of("h", 8).index();
        ExpressionRewriter inline = new ExpressionRewriter() {
            @Override
            public Expression load(Expression.Load load) {
                return load.tensor().equals(x) ? y.at(load.at()).max(Expression.constant(0)) : load;
            }
        };
        Expression sum = x.at(h).plus(y.at(h));
        assertThat(Printer.print(inline.rewrite(sum))).isEqualTo("max(y[h], 0) + y[h]");
    }

    @Test
    void registersCanBeRenamed() {
        Register old = new Register("a", false);
        Register renamed = new Register("b", false);
        ExpressionRewriter reads = new ExpressionRewriter() {
            @Override
            public Expression read(Expression.Read read) {
                return new Expression.Read(renamed);
            }
        };
        StatementRewriter rename = new StatementRewriter() {
            @Override
            protected Register register(Register register) {
                return register.equals(old) ? renamed : register;
            }

            @Override
            protected Expression expression(Expression expression) {
                return reads.rewrite(expression);
            }
        };
        Statement statement = new Statement.Block(List.of(
                new Statement.Define(old, Expression.constant(0)),
                new Statement.Assign(old, new Expression.Read(old).plus(Expression.constant(1)))));
        assertThat(Printer.print(rename.rewrite(statement))).isEqualTo("float b = 0\nb = b + 1");
    }
}
