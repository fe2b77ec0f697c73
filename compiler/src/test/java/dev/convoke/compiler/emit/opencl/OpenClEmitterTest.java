package dev.convoke.compiler.emit.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.PlainLowering;
import dev.convoke.compiler.loop.RandomDefinitions;
import dev.convoke.compiler.loop.Register;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.Statement.For.Kind;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenClEmitterTest {
    private static final Buffer Y = new Buffer("y");
    private static final Expression ZERO = Expression.constant(0);

    private static Statement put(Index at, Expression value) {
        return new Statement.Put(Y, at, value, Lanes.SCALAR);
    }

    private static Kernel kernel(Statement... statements) {
        return new Kernel("test", "", List.of(), new Statement.Block(List.of(statements)));
    }

    private static String text(Statement... statements) {
        return OpenClEmitter.emit(kernel(statements), List.of()).text();
    }

    @Test
    void aConvolution() {
        Tensor x = new Tensor("x", true, List.of(3, 32, 32));
        Tensor w = new Tensor("w", false, List.of(18, 3, 3, 3));
        Tensor bias = new Tensor("bias", false, List.of(18));
        Kernel lowered = PlainLowering.flat(PlainLowering.lower(
                Layers.convolution(x, w, bias, 2, 1, new Tensor("y", true, List.of(18, 16, 16))), "conv1"));
        Kernel kernel = new Kernel("conv1", "conv1, [18, 16, 16]", lowered.parameters(), lowered.body());
        OpenClKernel emitted = OpenClEmitter.emit(kernel, List.of("net.cnn:12: conv1 = Conv(18, 3, stride = 2)"));
        assertThat(emitted.text()).isEqualTo("""
            // conv1, [18, 16, 16]
            // net.cnn:12: conv1 = Conv(18, 3, stride = 2)
            __kernel void cnn_conv1(
                    __global const float *bias, const int bias_start,
                    __global const float *x, const int x_start,
                    __global const float *w, const int w_start,
                    __global float *y, const int y_start,
                    const int batch) {
                bias += bias_start;
                x += x_start;
                w += w_start;
                y += y_start;
                const int item = (int) get_global_id(0);
                if (item >= batch * 4608) {
                    return;
                }
                const int n = item / 4608;
                const int k = item / 256 % 18;
                const int oh = item / 16 % 16;
                const int ow = item % 16;
                float r0 = bias[k];
                for (int c = 0; c < 3; c++) {
                    for (int kh = 0; kh < 3; kh++) {
                        for (int kw = 0; kw < 3; kw++) {
                            r0 = fma(kh + oh * 2 - 1 >= 0 && kw + ow * 2 - 1 >= 0 ? \
            x[c * 1024 + kh * 32 + kw + n * 3072 + oh * 64 + ow * 2 - 33] : 0.0f, \
            w[c * 9 + k * 27 + kh * 3 + kw], r0);
                        }
                    }
                }
                y[k * 256 + n * 4608 + oh * 16 + ow] = r0;
            }
            """);
        assertThat(emitted.arguments())
                .extracting(argument -> argument.buffer().name() + (argument.written() ? " written" : ""))
                .containsExactly("bias", "x", "w", "y written");
        assertThat(emitted.workItems(Map.of(Axis.BATCH, 3L))).isEqualTo(3 * 4608);
        assertThatThrownBy(() -> emitted.workItems(Map.of())).hasMessage("cnn_conv1 needs a value for batch");
    }

    @Test
    void statementsAndScopes() {
        Atom.Variable j = new Atom.Variable("j", -3, 4);
        Axis i = Axis.of("i", 8);
        Register sum = new Register("sum", false);
        Statement block = new Statement.Block(
                List.of(new Statement.Define(sum, ZERO), put(Index.ZERO, new Expression.Read(sum))));
        String text = text(
                block,
                block,
                new Statement.For(
                        i.variable(),
                        Index.ONE,
                        Index.of(8),
                        Kind.SERIAL,
                        new Statement.Block(List.of(
                                new Statement.Let(j, i.index().minus(3)),
                                new Statement.When(
                                        Guard.within(Index.of(j), 2),
                                        put(
                                                Index.of(j)
                                                        .floorDivide(2)
                                                        .plus(i.index().modulo(3)),
                                                new Expression.IndexValue(
                                                        Index.of(j).modulo(2))))))));
        assertThat(text).isEqualTo("""
            __kernel void cnn_test(
                    __global float *y, const int y_start) {
                y += y_start;
                if (get_global_id(0) != 0) {
                    return;
                }
                {
                    float sum = 0.0f;
                    y[0] = sum;
                }
                {
                    float sum = 0.0f;
                    y[0] = sum;
                }
                for (int i = 1; i < 8; i++) {
                    const int j = i - 3;
                    if (j >= 0 && 1 - j >= 0) {
                        y[i % 3 + cnn_floor_divide(j, 2)] = (float) (cnn_floor_modulo(j, 2));
                    }
                }
            }
            """);
    }

    @Test
    void parallelLoopsWhoseBoundsDependOnEachOther() {
        Axis block = Axis.of("kb", 2);
        Atom.Variable within = new Atom.Variable("ki", 0, 15);
        Index high = Index.of(18).minus(block.index().times(16)).min(Index.of(16));
        Statement body = new Statement.For(
                block.variable(),
                Index.ZERO,
                block.extent(),
                Kind.PARALLEL,
                new Statement.For(
                        within,
                        Index.ZERO,
                        high,
                        Kind.PARALLEL,
                        put(block.index().times(16).plus(Index.of(within)), ZERO)));
        OpenClKernel emitted = OpenClEmitter.emit(new Kernel("k", "", List.of(), body), List.of());
        assertThat(emitted.workItems(Map.of())).isEqualTo(32);
        assertThat(emitted.text()).contains("""
                const int kb = item / 16;
                const int ki = item % 16;
                if (ki >= min(18 - kb * 16, 16)) {
                    return;
                }
                y[kb * 16 + ki] = 0.0f;
            """);
    }

    @Test
    void indices() {
        CIndexText text = new CIndexText(new CNames());
        Index i = Axis.of("i", 40).index();
        Index j = Axis.of("j", 40).index();
        assertThat(text.of(i.floorDivide(3).floorDivide(4).plus(i.floorDivide(3).times(5))))
                .isEqualTo("(i / 3) / 4 + (i / 3) * 5");
        assertThat(text.of(i.plus(j).modulo(3).times(j))).isEqualTo("((i + j) % 3) * j");
        assertThat(text.of(i.times(j).times(4).floorDivide(3))).isEqualTo("(i * j * 4) / 3");
        assertThat(text.of(i.min(j).times(3).floorDivide(2).plus(7))).isEqualTo("(min(i, j) * 3) / 2 + 7");
        assertThat(text.of(Index.of(3).minus(i.times(2)))).isEqualTo("3 - i * 2");
        assertThat(text.of(i.times(-1).minus(j).minus(2))).isEqualTo("-i - j - 2");
        assertThat(text.factor(Index.of(-2))).isEqualTo("(-2)");
        assertThat(text.of(Guard.ALWAYS)).isEqualTo("1");
    }

    @Test
    void literalsAndFunctions() {
        Expression a = new Expression.Fetch(Y, Index.ZERO, Lanes.SCALAR);
        assertThat(text(
                        put(Index.ZERO, Expression.constant(Double.NaN).max(Expression.constant(-1e-9))),
                        put(
                                Index.ZERO,
                                Expression.constant(Float.NEGATIVE_INFINITY).min(a)),
                        put(
                                Index.ZERO,
                                a.apply(Expression.UnaryOperation.NEGATE).minus(a.minus(a))),
                        put(Index.ZERO, a.plus(a).apply(Expression.UnaryOperation.SIGMOID)),
                        put(
                                Index.ZERO,
                                Expression.choose(a, Expression.Comparison.LESS_OR_EQUAL, a.times(a), a, ZERO))))
                .contains("y[0] = cnn_max(NAN, -1.0E-9f);")
                .contains("y[0] = cnn_min(-INFINITY, y[0]);")
                .contains("y[0] = (-y[0]) - (y[0] - y[0]);")
                .contains("y[0] = cnn_sigmoid(y[0] + y[0]);")
                .contains("y[0] = y[0] <= (y[0] * y[0]) ? y[0] : 0.0f;");
    }

    @Test
    void namesAreMadeToFitTheLanguage() {
        CNames names = new CNames();
        assertThat(names.of("layer1.0.conv1")).isEqualTo("layer1_0_conv1");
        assertThat(names.of("layer1_0.conv1")).isEqualTo("layer1_0_conv1_2");
        assertThat(names.of("layer1.0.conv1")).isEqualTo("layer1_0_conv1");
        assertThat(names.of("half")).isEqualTo("half_2");
        assertThat(names.of("float4")).isEqualTo("float4_2");
        assertThat(names.of("item")).isEqualTo("item_2");
        assertThat(names.of("exp")).isEqualTo("exp_2");
        assertThat(names.of("__global")).isEqualTo("v__global");
        assertThat(names.of("naïve")).isEqualTo("na_ve");
        assertThat(names.of("0")).isEqualTo("v0");
    }

    @Test
    void commentsCannotEndEarly() {
        Kernel kernel = new Kernel("k", "a */ b\nint x; \\", List.of(), put(Index.ZERO, ZERO));
        assertThat(OpenClEmitter.emit(kernel, List.of("??/", "\u00e9\u2028")).text())
                .startsWith("// a */ b int x; /\n// ? ?/\n__kernel");
    }

    @Test
    void aProgramHasOneHeader() {
        OpenClKernel one = OpenClEmitter.emit(new Kernel("one", "", List.of(), put(Index.ZERO, ZERO)), List.of());
        OpenClKernel two = OpenClEmitter.emit(new Kernel("two", "", List.of(), put(Index.ZERO, ZERO)), List.of());
        OpenClSource source = OpenClEmitter.program("LeNet5", List.of(one, two));
        assertThat(source.text())
                .startsWith("// LeNet5\n// OpenCL C 1.2, generated by Convoke.")
                .containsOnlyOnce("#pragma OPENCL FP_CONTRACT OFF")
                .containsSubsequence("__kernel void cnn_one(", "\n}\n\n__kernel void cnn_two(")
                .endsWith("}\n");
        assertThatThrownBy(() -> OpenClEmitter.program("", List.of(one, one)))
                .hasMessage("two kernels are called cnn_one");
    }

    @Test
    void theTextIsAlwaysTheSame() {
        for (long seed = 0; seed < 20; seed++) {
            Kernel kernel = PlainLowering.flat(
                    PlainLowering.lower(RandomDefinitions.of(seed, false).definition(), "k"));
            Kernel again = PlainLowering.flat(
                    PlainLowering.lower(RandomDefinitions.of(seed, false).definition(), "k"));
            assertThat(OpenClEmitter.emit(kernel, List.of()).text())
                    .isEqualTo(OpenClEmitter.emit(again, List.of()).text());
        }
    }

    @Test
    void whatHasNoPlaceInOpenClIsRefused() {
        Expression vector = new Expression.Fetch(Y, Index.ZERO, Lanes.VECTOR);
        refused("a vector access of y: kernels for OpenCL are scheduled without lanes", put(Index.ZERO, vector));
        refused(
                "a vector access of y: kernels for OpenCL are scheduled without lanes",
                new Statement.Put(Y, Index.ZERO, ZERO, Lanes.VECTOR));
        refused(
                "a vector register v: kernels for OpenCL are scheduled without lanes",
                new Statement.Define(new Register("v", true), ZERO));
        refused(
                "random numbers cannot be emitted as OpenCL: it runs inference, which needs none",
                put(Index.ZERO, new Expression.Uniform(1, Index.ZERO)));
        refused(
                "a reduction cannot be emitted; lowering makes loops of reductions",
                put(Index.ZERO, Expression.sum(List.of(Axis.of("i", 2)), ZERO)));
        Tensor tensor = new Tensor("t", false, List.of());
        refused("a load by logical indices cannot be emitted: t", put(Index.ZERO, tensor.at()));
        refused("a store by logical indices cannot be emitted: t", new Statement.Store(tensor, List.of(), ZERO));
    }

    private static void refused(String message, Statement statement) {
        assertThatThrownBy(() -> text(statement))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }
}
