package dev.convoke.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.compiler.loop.Statement.For.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final Buffer X = new Buffer("x");
    private static final Axis I = Axis.of("i", 8);
    private static final Tensor T = new Tensor("t", true, List.of(3, 8));
    private static final Register SCALAR = new Register("s", false);
    private static final Register VECTOR = new Register("v", true);
    private static final Expression ZERO = Expression.constant(0);

    private static Statement block(Statement... statements) {
        return new Statement.Block(List.of(statements));
    }

    private static Statement loop(Axis axis, Kind kind, Statement... body) {
        return new Statement.For(axis.variable(), Index.ZERO, axis.extent(), kind, block(body));
    }

    private static Statement put(Index at, Expression value) {
        return new Statement.Put(X, at, value, Lanes.SCALAR);
    }

    private static Expression fetch(Index at, Lanes lanes) {
        return new Expression.Fetch(X, at, lanes);
    }

    private static void wrong(Verifier.Form form, Statement body, String... messages) {
        Kernel kernel = new Kernel("test", "", List.of(Axis.BATCH), body);
        assertThat(Verifier.problems(kernel, form))
                .extracting(Verifier.Problem::what)
                .containsExactlyElementsOf(Arrays.asList(messages));
    }

    private static void flat(Statement body, String... messages) {
        wrong(Verifier.Form.FLAT, body, messages);
    }

    private static void logical(Statement body, String... messages) {
        wrong(Verifier.Form.LOGICAL, body, messages);
    }

    @Test
    void aGoodKernelPasses() {
        Axis n = Axis.batch("n");
        Atom.Variable j = new Atom.Variable("j", 0, 7);
        Expression sum = new Expression.Fma(
                fetch(I.index().times(16), Lanes.VECTOR),
                fetch(Index.of(j), Lanes.BROADCAST),
                new Expression.Read(VECTOR));
        flat(loop(
                n,
                Kind.PARALLEL,
                loop(
                        Axis.of("p", 3),
                        Kind.PARALLEL,
                        new Statement.Define(VECTOR, ZERO),
                        loop(
                                I,
                                Kind.SERIAL,
                                new Statement.Let(j, Index.of(7).minus(I.index())),
                                new Statement.When(
                                        Guard.within(I.index().minus(1), 8), new Statement.Assign(VECTOR, sum))),
                        // The same name in another scope is no problem.
                        loop(I, Kind.SERIAL, put(I.index(), ZERO)),
                        new Statement.Put(X, n.index(), new Expression.Read(VECTOR), Lanes.VECTOR))));
    }

    @Test
    void registers() {
        flat(new Statement.Assign(SCALAR, ZERO), "the register s is not defined here");
        flat(new Statement.Define(SCALAR, new Expression.Read(SCALAR)), "the register s is not defined here");
        flat(
                block(block(new Statement.Define(SCALAR, ZERO)), put(Index.ZERO, new Expression.Read(SCALAR))),
                "the register s is not defined here");
        flat(
                block(new Statement.Define(SCALAR, ZERO), new Statement.Define(SCALAR, ZERO)),
                "the name s is taken twice");
        flat(
                block(new Statement.Define(SCALAR, ZERO), loop(I, Kind.SERIAL, new Statement.Define(SCALAR, ZERO))),
                "the name s is taken twice");
        flat(
                block(
                        new Statement.Define(SCALAR, ZERO),
                        put(Index.ZERO, ZERO.plus(new Expression.Read(new Register("s", true))))),
                "the register s is used both as a vector and as a scalar",
                "a vector is put into x as one float");
        flat(loop(I, Kind.SERIAL, new Statement.Define(new Register("i", false), ZERO)), "the name i is taken twice");
    }

    @Test
    void variables() {
        flat(put(I.index(), ZERO), "the variable i is not bound here");
        flat(
                loop(I, Kind.SERIAL, put(Axis.of("i", 9).index(), ZERO)),
                "the variable i is bound with the range 0..7 and used with the range 0..8");
        flat(loop(I, Kind.SERIAL, loop(I, Kind.SERIAL)), "the name i is taken twice");
        flat(
                new Statement.When(Guard.within(I.index().minus(1), 8), put(Index.ZERO, ZERO)),
                "the variable i is not bound here");
        flat(
                put(Index.ZERO, Expression.where(Guard.within(I.index().minus(1), 8), ZERO, ZERO)),
                "the variable i is not bound here");
        flat(put(Index.ZERO, new Expression.IndexValue(I.index())), "the variable i is not bound here");
        flat(put(Index.ZERO, new Expression.Uniform(1, I.index())), "the variable i is not bound here");
    }

    @Test
    void ranges() {
        flat(
                new Statement.For(I.variable(), Index.ZERO, Index.of(9), Kind.SERIAL, block()),
                "the loop runs from 0 to 8, but the range of i is 0..7");
        flat(
                new Statement.For(I.variable(), Index.of(-1), Index.of(8), Kind.SERIAL, block()),
                "the loop runs from -1 to 7, but the range of i is 0..7");
        flat(
                loop(
                        I,
                        Kind.SERIAL,
                        new Statement.Let(
                                new Atom.Variable("j", 0, 7), I.index().plus(1))),
                "the value is in 1..8, but the range of j is 0..7");
    }

    @Test
    void widths() {
        flat(
                new Statement.Define(SCALAR, fetch(Index.ZERO, Lanes.BROADCAST)),
                "a vector is put into the scalar register s");
        flat(
                block(
                        new Statement.Define(SCALAR, ZERO),
                        new Statement.Assign(SCALAR, new Expression.Fma(ZERO, ZERO, fetch(Index.ZERO, Lanes.VECTOR)))),
                "a vector is put into the scalar register s");
        flat(put(Index.ZERO, ZERO.max(fetch(Index.ZERO, Lanes.VECTOR))), "a vector is put into x as one float");
        flat(
                new Statement.Put(X, Index.ZERO, ZERO, Lanes.BROADCAST),
                "something is put into x as a broadcast; a put is of one float or of a vector");
        logical(
                new Statement.Store(T, List.of(Index.ZERO, Index.ZERO, Index.ZERO), fetch(Index.ZERO, Lanes.VECTOR)),
                "a vector is stored as one element of t");
    }

    @Test
    void forms() {
        Expression sum = Expression.sum(List.of(I), ZERO);
        logical(new Statement.Define(SCALAR, sum), "a reduction is left after the lowering pass");
        List<Index> origin = List.of(Index.ZERO, Index.ZERO, Index.ZERO);
        flat(new Statement.Store(T, origin, T.at(origin)), "t is accessed by logical indices after the layout pass");
        logical(new Statement.Store(T, origin, T.at(origin)));
        logical(new Statement.Store(T, List.of(Index.ZERO), ZERO), "t has 3 axes and is accessed by 1 indices");
        logical(
                new Statement.Store(T, origin, new Tensor("t", false, List.of(3, 8, 8)).at(origin)),
                "two tensors are called t: [3, 8, 8] and [3, 8]");
    }

    @Test
    void parallelLoops() {
        flat(loop(I, Kind.SERIAL, loop(Axis.of("j", 2), Kind.PARALLEL)), "a parallel loop is not outermost");
        flat(block(loop(I, Kind.PARALLEL), loop(Axis.of("j", 2), Kind.PARALLEL)), "a parallel loop is not outermost");
        flat(block(new Statement.Define(SCALAR, ZERO), loop(I, Kind.PARALLEL)), "a parallel loop is not outermost");
        flat(
                new Statement.When(Guard.within(Index.of(Axis.BATCH).minus(1), 8), loop(I, Kind.PARALLEL)),
                "a parallel loop is not outermost");
        Atom.Variable j = new Atom.Variable("j", 0, 7);
        flat(block(new Statement.Let(j, Index.of(3)), loop(I, Kind.PARALLEL)));
    }

    private static Statement load(Index... at) {
        return new Statement.Define(SCALAR, T.at(at));
    }

    @Test
    void boundsThatAreLeftForCertain() {
        Index i = I.index();
        logical(loop(I, Kind.SERIAL, load(Index.ZERO, Index.ZERO, i.minus(1))), "the index i - 1 of t is as low as -1");
        logical(
                loop(I, Kind.SERIAL, load(Index.ZERO, i.minus(1), i.plus(2))),
                "the index i - 1 of t is as low as -1",
                "the index i - 1 of t is as high as 6, the extent is 3",
                "the index i + 2 of t is as high as 9, the extent is 8");
        Atom.Variable j = new Atom.Variable("j", -1, 6);
        logical(
                loop(I, Kind.SERIAL, new Statement.Let(j, i.minus(1)), load(Index.ZERO, Index.ZERO, Index.of(j))),
                "the index j of t is as low as -1");
        flat(put(Index.of(-1), ZERO), "the index -1 of x is as low as -1");
        flat(
                new Statement.When(Guard.within(Index.of(Axis.BATCH).minus(2), 9), put(Index.of(-1), ZERO)),
                "the index -1 of x is as low as -1");
    }

    @Test
    void boundsThatConditionsMayKeep() {
        Index i = I.index();
        logical(loop(
                I, Kind.SERIAL, new Statement.Define(SCALAR, T.at(List.of(Index.ZERO, Index.ZERO, i.minus(1)), ZERO))));
        logical(loop(
                I,
                Kind.SERIAL,
                new Statement.When(Guard.within(i.minus(1), 8), load(Index.ZERO, Index.ZERO, i.minus(1)))));
        // Clamped indices: interval arithmetic knows too little of them to be certain.
        logical(loop(
                I,
                Kind.SERIAL,
                load(Index.ZERO, Index.ZERO, i.minus(1).max(Index.ZERO).plus(i).floorDivide(2))));
        // A loop that may be empty proves nothing.
        Atom.Variable j = new Atom.Variable("j", 0, 7);
        Statement rest = new Statement.For(
                j,
                Index.ZERO,
                Index.of(Axis.BATCH).minus(1).min(Index.of(8)),
                Kind.SERIAL,
                load(Index.ZERO, Index.ZERO, Index.of(j).plus(7)));
        logical(rest);
    }

    @Test
    void aFailureNamesThePassAndShowsTheKernel() {
        Kernel bad = new Kernel(
                "conv1", "conv1 + relu", List.of(), loop(I, Kind.SERIAL, new Statement.Assign(SCALAR, ZERO)));
        assertThatThrownBy(() -> Verifier.require(bad, Verifier.Form.FLAT, "unroll"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("""
                    the pass 'unroll' made a wrong kernel:
                      the register s is not defined here, in: s = 0
                    kernel conv1(): conv1 + relu
                      for i < 8
                        s = 0\
                    """);
        Kernel good = bad.withBody(loop(I, Kind.SERIAL));
        assertThatCode(() -> Verifier.require(good, Verifier.Form.FLAT, "unroll"))
                .doesNotThrowAnyException();
    }

    @Test
    void problemsNameTheStatement() {
        Kernel kernel = new Kernel(
                "test", "", List.of(), block(put(Index.ZERO, new Expression.Read(SCALAR)), put(I.index(), ZERO)));
        assertThat(Verifier.problems(kernel, Verifier.Form.FLAT))
                .containsExactly(
                        new Verifier.Problem("x[0] = s", "the register s is not defined here"),
                        new Verifier.Problem("x[i] = 0", "the variable i is not bound here"));
    }
}
