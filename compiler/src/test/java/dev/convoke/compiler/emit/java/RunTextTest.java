package dev.convoke.compiler.emit.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTextTest {
    private static final Atom.Variable I = new Atom.Variable("i", 0, 1000);

    private static List<String> move(int width, Index low, Index high) {
        Statement put = new Statement.Put(
                new Buffer("out"),
                Index.of(I).plus(40),
                new Expression.Fetch(new Buffer("in"), Index.of(I).plus(7), Lanes.SCALAR),
                Lanes.SCALAR);
        return new RunText(width, new IndexText(Literals.plain()))
                .of(new Statement.For(I, low, high, Statement.For.Kind.SERIAL, put))
                .orElse(List.of());
    }

    private static String vector(int from) {
        return "FloatVector.fromArray(LANES, in, " + (7 + from) + ").intoArray(out, " + (40 + from) + ")";
    }

    @ParameterizedTest(name = "{1} floats by vectors of {0}: {2} vectors")
    @CsvSource({"16, 16, 1", "16, 32, 2", "16, 64, 4", "8, 8, 1", "8, 32, 4", "4, 8, 2", "4, 16, 4"})
    void rowsOfFewVectorsAreMovedVectorByVector(int width, int floats, int vectors) {
        List<String> moved = move(width, Index.ZERO, Index.of(floats));
        assertThat(moved).hasSize(vectors);
        for (int i = 0; i < vectors; i++) {
            assertThat(moved.get(i)).isEqualTo(vector(i * width));
        }
    }

    @ParameterizedTest(name = "{1} floats by vectors of {0}")
    @CsvSource({"16, 80", "16, 28", "16, 8", "8, 40", "8, 20", "4, 32", "4, 9", "1, 8", "1, 64"})
    void otherRowsAreCalls(int width, int floats) {
        assertThat(move(width, Index.ZERO, Index.of(floats)))
                .containsExactly("System.arraycopy(in, 7, out, 40, " + floats + ")");
    }

    @Test
    void fewFloatsAreALoop() {
        assertThat(move(16, Index.ZERO, Index.of(7))).isEmpty();
    }

    @Test
    void rowsMayBeginLater() {
        assertThat(move(8, Index.of(3), Index.of(19))).containsExactly(vector(3), vector(11));
    }

    @Test
    void lengthsThatOnlyTheCallKnowsAreCalls() {
        assertThat(move(16, Index.ZERO, Index.of(Axis.BATCH).times(16)))
                .containsExactly("System.arraycopy(in, 7, out, 40, batch * 16)");
    }
}
