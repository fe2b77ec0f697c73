package dev.convoke.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.runtime.generated.FloatMath;
import dev.convoke.runtime.generated.Randoms;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The functions of vectors that generated twins have: the bits of {@link FloatMath}, for each number of lanes. */
class VectorFunctionsTest {
    /** One whose twins have all of them. */
    private static final Compiled NET =
            Compiled.all(List.of(Subject.of(Subject.network("""
            net Functions {
              input x: [16, 4, 4]
              x -> e: Elu -> t: Tanh -> s: Sigmoid -> l: Softplus -> output y
            }
            """)))).get(0);

    private static final Map<String, UnaryOperator<Float>> SCALARS = Map.of(
            "vectorExp", FloatMath::exp,
            "vectorLog", FloatMath::log,
            "vectorTanh", FloatMath::tanh,
            "vectorSigmoid", FloatMath::sigmoid);

    private static final List<Integer> LANES = List.of(16, 8, 4);

    /** Floats that are compared at once: whole vectors. */
    private static final int LENGTH = 1 << 14;

    /** Bits between neighbouring samples: odd, so that the low bits vary; a quarter of a million samples of all floats. */
    private static final int STRIDE = 16_381;

    /** HotSpot's C2 puts no longer method into its callers (FreqInlineSize). */
    private static final int MOST_INLINED = 325;

    private static Stream<DynamicTest> all(List<float[]> samples) {
        return SCALARS.keySet().stream()
                .sorted()
                .flatMap(function -> LANES.stream()
                        .map(lanes -> DynamicTest.dynamicTest(
                                function + " of " + lanes + " lanes",
                                () -> samples.forEach(x -> compare(function, lanes, x)))));
    }

    /** NaN is one value, as Java says nothing of its bits. */
    private static void compare(String function, int lanes, float[] x) {
        UnaryOperator<Float> scalar = Maps.get(SCALARS, function);
        float[] y = x.clone();
        try {
            Method method =
                    Maps.get(NET.twins(), lanes).getClass().getDeclaredMethod(function, float[].class, int.class);
            method.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup().unreflect(method);
            for (int at = 0; at < y.length; at += lanes) {
                handle.invokeExact(y, at);
            }
        } catch (Throwable e) {
            throw new AssertionError(function + " of " + lanes + " lanes", e);
        }
        for (int i = 0; i < x.length; i++) {
            float expected = scalar.apply(x[i]);
            if (Float.floatToIntBits(expected) != Float.floatToIntBits(y[i])) {
                assertThat(Float.toHexString(y[i]))
                        .as("%s(%s) of %s lanes", function, Float.toHexString(x[i]), lanes)
                        .isEqualTo(Float.toHexString(expected));
            }
        }
    }

    /** The bits of all floats are those from 0 to 2^32 - 1: both signs, every exponent, subnormals, infinities, NaNs. */
    @TestFactory
    Stream<DynamicTest> sameBitsOverAllFloats() {
        List<float[]> samples = new ArrayList<>();
        long bits = 0;
        while (bits < 1L << 32) {
            float[] x = new float[LENGTH];
            for (int i = 0; i < LENGTH; i++, bits += STRIDE) {
                x[i] = Float.intBitsToFloat((int) bits);
            }
            samples.add(x);
        }
        return all(samples);
    }

    /** Where formulas meet, where results overflow or vanish, and what is special: each with its neighbours, of both signs. */
    @TestFactory
    Stream<DynamicTest> sameBitsAtBorders() {
        float[] borders = {
            0f,
            Float.MIN_VALUE,
            Float.MIN_NORMAL,
            0x1p-24f,
            0.5f,
            FloatMath.TANH_SMALL,
            0x1.6a09e6p-1f,
            1f,
            0x1.6a09e6p0f,
            2f,
            9.01f,
            17.3f,
            44.5f,
            87.33f,
            88.37f,
            88.72f,
            FloatMath.EXP_HIGHEST,
            103.97f,
            -FloatMath.EXP_LOWEST,
            0x1p23f,
            Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Float.NaN
        };
        int around = 128;
        float[] x = new float[borders.length * around * 2];
        for (int i = 0; i < x.length; i++) {
            int bits = Float.floatToIntBits(borders[i / (2 * around)]) + i % around - around / 2;
            x[i] = Float.intBitsToFloat(i / around % 2 == 0 ? bits : bits ^ Integer.MIN_VALUE);
        }
        return all(List.of(x));
    }

    /** Where nets compute. */
    @TestFactory
    Stream<DynamicTest> sameBitsInTheMiddle() {
        float[] x = new float[8 * LENGTH];
        for (int i = 0; i < x.length; i++) {
            x[i] = (Randoms.uniform(11, 0, i) - 0.5f) * (i % 2 == 0 ? 20f : 220f);
        }
        return all(List.of(x));
    }

    /** Where C2 put a part of one into a tile, its vectors would become objects. */
    @Test
    void functionsAreLongerThanWhatIsInlined() {
        for (int lanes : LANES) {
            String twin = Maps.get(NET.twins(), lanes).getClass().getName();
            Map<String, Integer> sizes = MethodSizes.of(Maps.get(NET.classes(), twin));
            SCALARS.keySet()
                    .forEach(function -> assertThat(Maps.get(sizes, function + "([FI)V"))
                            .as("%s of %s", function, twin)
                            .isBetween(MOST_INLINED + 1, 7_999));
        }
    }
}
