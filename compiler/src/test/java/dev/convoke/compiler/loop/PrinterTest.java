package dev.convoke.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Expression.Comparison;
import dev.convoke.compiler.loop.Expression.UnaryOperation;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PrinterTest {
    private final Tensor x = new Tensor("x", true, List.of(3, 32, 32));
    private final Tensor w = new Tensor("w", false, List.of(18, 3, 3, 3));
    private final Tensor bias = new Tensor("bias", false, List.of(18));
    private final Definition convolution =
            Layers.convolution(x, w, bias, 2, 1, new Tensor("y", true, List.of(18, 16, 16)));
    private final Index h = Axis.of("h", 8).index();
    private final Index v = Axis.of("v", 8).index();
    private final Expression a = new Expression.Read(new Register("a", false));
    private final Expression b = new Expression.Read(new Register("b", false));

    @Test
    void definitions() {
        assertThat(Printer.print(convolution))
                .isEqualTo("y[n, k, oh, ow] = bias[k] + sum(c < 3, kh < 3, kw < 3) "
                        + "(kh + oh * 2 >= 1 && kw + ow * 2 >= 1 ? x[n, c, kh + oh * 2 - 1, kw + ow * 2 - 1] : 0)"
                        + " * w[k, c, kh, kw]  // lanes along k");
        assertThat(Printer.print(Layers.maxPool(x, 2, new Tensor("y", true, List.of(3, 16, 16)))))
                .isEqualTo("y[n, c, oh, ow] = maximum(kh < 2, kw < 2) x[n, c, kh + oh * 2, kw + ow * 2]");
        Tensor scalar = new Tensor("mean", false, List.of());
        Axis i = Axis.batch("i");
        Tensor z = new Tensor("z", true, List.of());
        Expression sum = Expression.sum(List.of(i), z.at(i.index()).plus(Expression.constant(1)));
        assertThat(Printer.print(new Definition(
                        scalar, List.of(), sum.dividedBy(Expression.constant(2.5)), OptionalInt.empty())))
                .isEqualTo("mean[] = (sum(i < batch) (z[i] + 1)) / 2.5");
    }

    @Test
    void indices() {
        assertThat(Printer.print(h.times(2).plus(v).minus(1))).isEqualTo("h * 2 + v - 1");
        assertThat(Printer.print(Index.of(7).minus(h).minus(v.times(3)))).isEqualTo("7 - h - v * 3");
        assertThat(Printer.print(h.times(-1).minus(4))).isEqualTo("-h - 4");
        assertThat(Printer.print(Index.ZERO)).isEqualTo("0");
        assertThat(Printer.print(Index.of(-3))).isEqualTo("-3");
        assertThat(Printer.print(h.floorDivide(3).times(5).plus(h.plus(1).modulo(3))))
                .isEqualTo("(h + 1) % 3 + (h / 3) * 5");
        assertThat(Printer.print(h.floorDivide(3).times(v.modulo(3)))).isEqualTo("(h / 3) * (v % 3)");
        assertThat(Printer.print(h.times(v).times(4))).isEqualTo("h * v * 4");
        assertThat(Printer.print(h.times(2).min(v.plus(9)).max(Index.of(5)))).isEqualTo("max(min(h * 2, v + 9), 5)");
        assertThat(Printer.print(h.plus(v).floorDivide(4).floorDivide(3))).isEqualTo("((h + v) / 4) / 3");
    }

    @Test
    void guards() {
        assertThat(Printer.print(Guard.within(h.times(2).plus(v).minus(1), 8)))
                .isEqualTo("h * 2 + v >= 1 && h * 2 + v <= 8");
        assertThat(Printer.print(Guard.divisible(h.plus(v), 2))).isEqualTo("(h + v) % 2 <= 0");
        assertThat(Printer.print(Guard.ALWAYS)).isEmpty();
    }

    @Test
    void expressionsHaveTheParenthesesThatTheyNeed() {
        assertThat(Printer.print(a.plus(b).times(a.minus(b)))).isEqualTo("(a + b) * (a - b)");
        assertThat(Printer.print(a.times(b).plus(a.dividedBy(b)))).isEqualTo("a * b + a / b");
        assertThat(Printer.print(a.minus(b.minus(a)))).isEqualTo("a - (b - a)");
        assertThat(Printer.print(a.minus(b).minus(a))).isEqualTo("a - b - a");
        assertThat(Printer.print(a.dividedBy(b.times(a)))).isEqualTo("a / (b * a)");
        assertThat(Printer.print(a.plus(b).apply(UnaryOperation.NEGATE).times(a)))
                .isEqualTo("-(a + b) * a");
        assertThat(Printer.print(a.apply(UnaryOperation.NEGATE).apply(UnaryOperation.NEGATE)))
                .isEqualTo("-(-a)");
        assertThat(Printer.print(a.plus(b).apply(UnaryOperation.EXP).max(Expression.constant(-0.5))))
                .isEqualTo("max(exp(a + b), -0.5)");
        assertThat(Printer.print(new Expression.Fma(a, b, Expression.constant(Float.NEGATIVE_INFINITY))))
                .isEqualTo("fma(a, b, -inf)");
        Expression choice = Expression.choose(a, Comparison.LESS_OR_EQUAL, b, a, b);
        assertThat(Printer.print(choice.plus(a))).isEqualTo("(a <= b ? a : b) + a");
        assertThat(Printer.print(
                        Expression.choose(choice, Comparison.LESS, a, choice, Expression.constant(Double.NaN))))
                .isEqualTo("(a <= b ? a : b) < a ? (a <= b ? a : b) : nan");
        assertThat(Printer.print(new Expression.IndexValue(h.plus(1)).plus(new Expression.Uniform(3, v))))
                .isEqualTo("float(h + 1) + uniform(3, v)");
        assertThat(Printer.print(new Expression.Fetch(new Buffer("x"), h, Lanes.VECTOR)
                        .times(new Expression.Fetch(new Buffer("x"), v, Lanes.BROADCAST))))
                .isEqualTo("x[h ..] * broadcast(x[v])");
        Axis j = Axis.of("j", 2);
        assertThat(Printer.print(new Expression.Reduce(Expression.Reduction.MAXIMUM, List.of(j), a, b.plus(a))))
                .isEqualTo("max(a, maximum(j < 2) (b + a))");
    }

    @Test
    void kernels() {
        Kernel kernel = PlainLowering.lower(convolution, "conv1");
        assertThat(Printer.print(new Kernel("conv1", "conv1, [18, 16, 16]", kernel.parameters(), kernel.body())))
                .isEqualTo("""
                    kernel conv1(batch): conv1, [18, 16, 16]
                      parallel for n < batch
                        parallel for k < 18
                          parallel for oh < 16
                            parallel for ow < 16
                              float r0 = bias[k]
                              for c < 3
                                for kh < 3
                                  for kw < 3
                                    r0 = fma(kh + oh * 2 >= 1 && kw + ow * 2 >= 1 ? \
                    x[n, c, kh + oh * 2 - 1, kw + ow * 2 - 1] : 0, w[k, c, kh, kw], r0)
                              y[n, k, oh, ow] = r0\
                    """);
    }

    @Test
    void statements() {
        Atom.Variable i = new Atom.Variable("i", 2, 8);
        Register sum = new Register("sum", true);
        Statement statement = new Statement.For(
                i,
                Index.of(2),
                Index.of(9),
                Statement.For.Kind.SERIAL,
                new Statement.Block(List.of(
                        new Statement.Let(
                                new Atom.Variable("j", 1, 7), Index.of(i).minus(1)),
                        new Statement.Define(sum, Expression.constant(0)),
                        new Statement.When(
                                Guard.within(Index.of(i).minus(3), 9),
                                new Statement.Assign(sum, Expression.constant(1))),
                        new Statement.Put(
                                new Buffer("y"), Index.of(i).times(16), new Expression.Read(sum), Lanes.VECTOR))));
        assertThat(Printer.print(statement)).isEqualTo("""
            for 2 <= i < 9
              let j = i - 1
              vector sum = 0
              if i >= 3
                sum = 1
              y[i * 16 ..] = sum\
            """);
        assertThat(Printer.print(new Statement.Block(List.of()))).isEmpty();
    }
}
