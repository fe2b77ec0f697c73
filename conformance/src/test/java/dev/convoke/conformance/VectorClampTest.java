package dev.convoke.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Twin;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clamps from 0 to a bound are made of whole numbers where there are vectors: what Java's {@code max} and {@code min} say, of every float. */
class VectorClampTest {
    private static final int LENGTH = 1 << 18;

    private static final Compiled NET =
            Compiled.all(List.of(Subject.of(Subject.network("""
            net Clamps {
              input x: [262144]
              x -> six: Relu6 -> output y
              x -> small: Hardtanh(min_val=0, max_val=0.75) -> output z
            }
            """)))).get(0);

    /** Bits between neighbouring samples: odd, so that the low bits vary; a quarter of a million samples of all floats. */
    private static final int STRIDE = 16_383;

    @ParameterizedTest
    @ValueSource(ints = {16, 8, 4, 1})
    void isThatOfJava(int lanes) {
        float[] x = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            x[i] = Float.intBitsToFloat(i * STRIDE);
        }
        float[] borders = {
            0f,
            -0f,
            6f,
            Math.nextUp(6f),
            Math.nextDown(6f),
            0.75f,
            Math.nextUp(0.75f),
            Math.nextDown(0.75f),
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            // The first and the last NaN of either sign.
            Float.intBitsToFloat(0x7f800001),
            Float.intBitsToFloat(0x7fffffff),
            Float.intBitsToFloat(0xff800001),
            Float.intBitsToFloat(0xffffffff)
        };
        System.arraycopy(borders, 0, x, 1000, borders.length);
        assertThat(Stream.of(Maps.get(NET.twins(), lanes).getClass().getDeclaredFields())
                        .map(Field::getName))
                .as("the constants of clamps of vectors")
                .filteredOn("BITS_40C00000"::equals)
                .hasSize(lanes == 1 ? 0 : 1);
        float[][] outputs = run(x, lanes);
        for (int i = 0; i < LENGTH; i++) {
            check(x[i], outputs[0][i], Math.min(Math.max(x[i], 0f), 6f), lanes);
            check(x[i], outputs[1][i], Math.min(Math.max(x[i], 0f), 0.75f), lanes);
        }
    }

    private static void check(float x, float clamped, float expected, int lanes) {
        // One value for every NaN, as Java says nothing of its bits.
        if (Float.floatToIntBits(clamped) != Float.floatToIntBits(expected)) {
            assertThat(Float.toHexString(clamped))
                    .as("%s (%08x) by %s lanes", x, Float.floatToRawIntBits(x), lanes)
                    .isEqualTo(Float.toHexString(expected));
        }
    }

    private static float[][] run(float[] x, int lanes) {
        Frame frame = new Frame();
        frame.batch = 1;
        frame.prepared = new float[NET.description().preparedFloats()];
        frame.arena = new float
                [NET.description().inference().fixed()
                        + NET.description().inference().perSample()];
        frame.inputs = new float[][] {x};
        frame.outputs = new float[][] {new float[LENGTH], new float[LENGTH]};
        Twin twin = Maps.get(NET.twins(), lanes);
        for (Phase phase : List.of(Phase.PREPARE, Phase.INFERENCE)) {
            for (int step = 0; step < twin.steps(phase); step++) {
                twin.run(phase, step, frame, 0, twin.parts(phase, step, 1));
            }
        }
        return frame.outputs;
    }
}
