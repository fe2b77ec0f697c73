package dev.convoke.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.compiler.loop.Statement.For.Kind;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InterpreterTest {
    private static final Buffer X = new Buffer("x");
    private static final Buffer Y = new Buffer("y");
    private static final Axis I = Axis.of("i", 4);

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void loweredDefinitionsComputeTheBitsOfTheEvaluator(long seed) {
        RandomDefinitions.Sample sample = RandomDefinitions.of(seed, false);
        Definition definition = sample.definition();
        Map<Tensor, double[]> inputs = sample.inputs().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> Evaluator.widen(e.getValue())));
        float[] truth = Evaluator.narrow(Evaluator.inFloat(sample.batch()).evaluate(definition, inputs));

        Kernel kernel = PlainLowering.lower(definition, "test");
        Verifier.require(kernel, Verifier.Form.LOGICAL, "plain lowering");
        Map<Tensor, float[]> memory = sample.memory();
        Interpreter.overTensors(memory).shuffled(seed).run(kernel, PlainLowering.batch(kernel, sample.batch()));
        assertThat(memory.get(definition.output()))
                .as(Printer.print(definition))
                .containsExactly(truth);

        Kernel flat = PlainLowering.flat(kernel);
        Verifier.require(flat, Verifier.Form.FLAT, "plain layout");
        Map<Tensor, float[]> again = sample.memory();
        Interpreter.overBuffers(PlainLowering.buffers(again)).run(flat, PlainLowering.batch(flat, sample.batch()));
        assertThat(again.get(definition.output())).containsExactly(truth);
    }

    private static Kernel kernel(Statement... statements) {
        return new Kernel("test", "", List.of(), new Statement.Block(List.of(statements)));
    }

    private static Statement loop(Kind kind, Statement... body) {
        return new Statement.For(I.variable(), Index.ZERO, I.extent(), kind, new Statement.Block(List.of(body)));
    }

    private static Expression x(Index at, Lanes lanes) {
        return new Expression.Fetch(X, at, lanes);
    }

    private static Statement y(Index at, Lanes lanes, Expression value) {
        return new Statement.Put(Y, at, value, lanes);
    }

    @Test
    void lanesAreIndependentAndScalarsSpread() {
        Register sum = new Register("sum", true);
        Register scale = new Register("scale", false);
        Kernel kernel = kernel(
                new Statement.Define(scale, x(Index.of(20), Lanes.SCALAR)),
                new Statement.Define(sum, Expression.constant(1)),
                new Statement.Assign(
                        sum,
                        new Expression.Fma(
                                x(Index.ONE, Lanes.VECTOR), x(Index.of(3), Lanes.BROADCAST), new Expression.Read(sum))),
                new Statement.Assign(sum, new Expression.Read(sum).times(new Expression.Read(scale))),
                y(Index.of(2), Lanes.VECTOR, new Expression.Read(sum).max(Expression.constant(0))));
        float[] x = Layers.random(new Random(9), 21);
        float[] y = new float[20];
        Interpreter.overBuffers(Map.of(X, x, Y, y)).run(kernel, Map.of());
        for (int lane = 0; lane < Lanes.WIDTH; lane++) {
            assertThat(y[2 + lane]).isEqualTo(Math.max(Math.fma(x[1 + lane], x[3], 1f) * x[20], 0f));
        }
        assertThat(new float[] {y[0], y[1], y[18], y[19]}).containsOnly(0);
    }

    @Test
    void aVectorIsReadWholeBeforeItIsWritten() {
        float[] memory = new float[17];
        for (int i = 0; i < memory.length; i++) {
            memory[i] = i;
        }
        Interpreter.overBuffers(Map.of(X, memory, Y, memory))
                .run(kernel(y(Index.ONE, Lanes.VECTOR, x(Index.ZERO, Lanes.VECTOR))), Map.of());
        assertThat(memory).containsExactly(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void vectorsAreAsWideAsTheScheduleWants() {
        float[] y = new float[5];
        Interpreter.overBuffers(Map.of(X, new float[] {1, 2, 3, 4}, Y, y))
                .withWidth(4)
                .run(kernel(y(Index.ONE, Lanes.VECTOR, x(Index.ZERO, Lanes.VECTOR))), Map.of());
        assertThat(y).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void conditionsLetsAndParameters() {
        Atom.Variable last = new Atom.Variable("last", 0, 10);
        Atom.Variable j = new Atom.Variable("j", -10, 10);
        Statement body = loop(
                Kind.SERIAL,
                new Statement.Let(j, Index.of(last).minus(I.index())),
                new Statement.When(
                        Guard.within(Index.of(j), 3),
                        y(Index.of(j), Lanes.SCALAR, new Expression.IndexValue(I.index()))));
        float[] y = {-1, -1, -1};
        Kernel kernel = new Kernel("test", "", List.of(last), body);
        Interpreter interpreter = Interpreter.overBuffers(Map.of(Y, y));
        interpreter.run(kernel, Map.of(last, 2L));
        assertThat(y).containsExactly(2, 1, 0);
        assertThatThrownBy(() -> interpreter.run(kernel, Map.of()))
                .hasMessage("no value is given for the parameter last");
        assertThatThrownBy(() -> interpreter.run(kernel, Map.of(last, 11L)))
                .hasMessage("the variable last is 11, but was declared to be in 0..10");
    }

    @Test
    void iterationsThatDependOnEachOtherAreFound() {
        Expression previous = new Expression.Fetch(Y, I.index(), Lanes.SCALAR);
        Kernel chain = kernel(loop(Kind.PARALLEL, y(I.index().plus(1), Lanes.SCALAR, previous.plus(previous))));
        assertThatThrownBy(() -> run(chain, 1, 1, 1, 1, 1)).hasMessageContaining("depend on each other at y[");
        Kernel collision =
                kernel(loop(Kind.PARALLEL, y(Index.ZERO, Lanes.SCALAR, new Expression.IndexValue(I.index()))));
        assertThatThrownBy(() -> run(collision, 9)).hasMessageContaining("y[0]: two write different values");
        Kernel sameBits = kernel(loop(Kind.PARALLEL, y(Index.ZERO, Lanes.SCALAR, Expression.constant(3))));
        assertThat(run(sameBits, 9)).containsExactly(3);
        Kernel own = kernel(loop(Kind.PARALLEL, y(I.index(), Lanes.SCALAR, previous.plus(previous))));
        assertThat(run(own, 1, 2, 3, 4)).containsExactly(2, 4, 6, 8);
    }

    private static float[] run(Kernel kernel, float... y) {
        Interpreter.overBuffers(Map.of(Y, y)).shuffled(1).run(kernel, Map.of());
        return y;
    }

    @Test
    void parallelLoopsAreShuffled() {
        // Each iteration says in which place of the order it came, through a counter that real kernels could not have.
        Expression count = new Expression.Fetch(Y, Index.of(4), Lanes.SCALAR);
        Statement body = new Statement.Block(List.of(
                y(I.index(), Lanes.SCALAR, count), y(Index.of(4), Lanes.SCALAR, count.plus(Expression.constant(1)))));
        float[] inOrder = new float[5];
        Interpreter.overBuffers(Map.of(Y, inOrder)).run(kernel(loop(Kind.PARALLEL, body)), Map.of());
        assertThat(inOrder).containsExactly(0, 1, 2, 3, 4);
        assertThatThrownBy(() -> run(kernel(loop(Kind.PARALLEL, body)), 0, 0, 0, 0, 0))
                .isInstanceOf(IllegalStateException.class);
        Machine machine = new Machine(OptionalLong.of(4));
        assertThat(machine.order(0, 50))
                .containsExactlyInAnyOrder(IntStream.range(0, 50).asLongStream().toArray())
                .isNotEqualTo(IntStream.range(0, 50).asLongStream().toArray());
    }

    @Test
    void illFormedKernelsAreRefused() {
        Register scalar = new Register("s", false);
        Register vector = new Register("s", true);
        refused("the register s is not defined here", y(Index.ZERO, Lanes.SCALAR, new Expression.Read(scalar)));
        refused("the register s is not defined here", new Statement.Define(scalar, new Expression.Read(scalar)));
        refused(
                "the register s is defined twice",
                new Statement.Define(scalar, Expression.constant(0)),
                new Statement.Define(vector, Expression.constant(0)));
        refused(
                "the register s is not defined here",
                new Statement.Block(List.of(new Statement.Define(scalar, Expression.constant(0)))),
                new Statement.Assign(scalar, Expression.constant(0)));
        refused(
                "the register s is used both as a vector and as a scalar",
                new Statement.Define(scalar, Expression.constant(0)),
                new Statement.Assign(vector, Expression.constant(0)));
        refused("the scalar register s is given a vector", new Statement.Define(scalar, x(Index.ZERO, Lanes.VECTOR)));
        refused("a vector is written as one float into y", y(Index.ZERO, Lanes.SCALAR, x(Index.ZERO, Lanes.BROADCAST)));
        refused(
                "something is put into y as a broadcast; a put is of one float or of a vector",
                y(Index.ZERO, Lanes.BROADCAST, Expression.constant(0)));
        refused("x[9] is read, but it has 9 floats", y(Index.ZERO, Lanes.SCALAR, x(Index.of(9), Lanes.SCALAR)));
        refused("x[9] is read, but it has 9 floats", y(Index.ZERO, Lanes.VECTOR, x(Index.ZERO, Lanes.VECTOR)));
        refused("y[-1] is written, but it has 20 floats", y(Index.of(-1), Lanes.SCALAR, Expression.constant(0)));
        refused("the variable i (0..3) is not bound here", y(I.index(), Lanes.SCALAR, Expression.constant(0)));
        refused(
                "the variable i is 4, but was declared to be in 0..3",
                new Statement.For(I.variable(), Index.ZERO, Index.of(5), Kind.SERIAL, new Statement.Block(List.of())));
        refused(
                "no floats are given for z",
                new Statement.Put(new Buffer("z"), Index.ZERO, Expression.constant(0), Lanes.SCALAR));
        refused(
                "a kernel cannot reduce; lowering makes loops of reductions",
                y(Index.ZERO, Lanes.SCALAR, Expression.sum(List.of(I), Expression.constant(0))));
    }

    private static void refused(String message, Statement... statements) {
        Interpreter interpreter = Interpreter.overBuffers(Map.of(X, new float[9], Y, new float[20]));
        assertThatThrownBy(() -> interpreter.run(kernel(statements), Map.of())).hasMessage(message);
    }
}
