package dev.convoke.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Register;
import dev.convoke.compiler.loop.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows of windows whose taps are written out: {@code sum_p += in[stride p + tap] * weight[tap]}. */
class InputMajorTest {
    private static final Buffer IN = new Buffer("in");
    private static final Buffer WEIGHTS = new Buffer("weights");

    private static Register sum(int position, int block) {
        return new Register("sum_" + position + "_" + block, true);
    }

    private static Statement product(int position, int block, long input, long weight) {
        Register sum = sum(position, block);
        return new Statement.Assign(
                sum,
                new Expression.Fma(
                        new Expression.Fetch(IN, Index.of(input), Lanes.BROADCAST),
                        new Expression.Fetch(WEIGHTS, Index.of(weight), Lanes.VECTOR),
                        new Expression.Read(sum)));
    }

    /** As {@link Unroll} leaves it: one tap after the other. */
    private static List<Statement> row(int positions, int blocks, int taps, int stride) {
        List<Statement> all = new ArrayList<>();
        for (int tap = 0; tap < taps; tap++) {
            for (int position = 0; position < positions; position++) {
                for (int block = 0; block < blocks; block++) {
                    all.add(product(position, block, (long) stride * position + tap, 16L * (tap + block * taps)));
                }
            }
        }
        return all;
    }

    private static List<Statement> ordered(List<Statement> statements) {
        Kernel kernel = new Kernel("test", "a test", List.of(), new Statement.Block(statements));
        return ((Statement.Block) InputMajor.order(kernel).body()).statements();
    }

    private static long input(Statement statement) {
        Expression.Fma fma = (Expression.Fma) ((Statement.Assign) statement).value();
        return ((Expression.Fetch) fma.left()).at().constant();
    }

    @Test
    void inputsThatWouldFillTheRegistersComeOneAfterTheOther() {
        List<Statement> row = row(16, 1, 3, 2);
        List<Statement> ordered = ordered(row);
        assertThat(ordered).containsExactlyInAnyOrderElementsOf(row);
        assertThat(ordered.stream().map(InputMajorTest::input)).isSorted();
        assertThat(row.stream().map(InputMajorTest::input).toList())
                .as("before")
                .isNotEqualTo(ordered.stream().map(InputMajorTest::input).toList());
    }

    @Test
    void eachSumKeepsTheOrderOfItsProducts() {
        List<Statement> row = row(16, 1, 3, 1);
        List<Statement> ordered = ordered(row);
        IntStream.range(0, 16)
                .forEach(position -> assertThat(ordered.stream().filter(s -> isOf(s, position)))
                        .containsExactlyElementsOf(
                                row.stream().filter(s -> isOf(s, position)).toList()));
    }

    private static boolean isOf(Statement statement, int position) {
        return ((Statement.Assign) statement).register().equals(sum(position, 0));
    }

    @Test
    void whatFitsTheRegistersStays() {
        List<Statement> row = row(8, 2, 3, 1);
        assertThat(ordered(row)).isEqualTo(row);
    }

    /** With stride 2 there are 17 inputs, of which 7 come back: 16 accumulators leave room for those. */
    @Test
    void inputsThatBlocksShareAreNotKept() {
        List<Statement> row = row(8, 2, 3, 2);
        assertThat(ordered(row)).isEqualTo(row);
    }

    @Test
    void weightsThatDoNotFitStay() {
        List<Statement> row = row(8, 2, 8, 1);
        assertThat(ordered(row)).isEqualTo(row);
    }

    @Test
    void sumsWhoseInputsGoBackwardsStay() {
        List<Statement> row = new ArrayList<>();
        for (int tap = 0; tap < 3; tap++) {
            for (int position = 0; position < 16; position++) {
                row.add(product(position, 0, 2L * position - tap + 2, 16L * tap));
            }
        }
        assertThat(ordered(row)).isEqualTo(row);
    }

    @Test
    void whatReadsOtherwiseStays() {
        List<Statement> row = new ArrayList<>(row(16, 1, 3, 2));
        row.add(new Statement.Assign(sum(0, 0), Expression.constant(0)));
        assertThat(ordered(row)).isEqualTo(row);
    }
}
