package dev.convoke.runtime.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Dense ranges against double precision; the bounds are those of the class comment. */
class FloatMathTest {
    private interface FloatFunction {
        float apply(float x);
    }

    /** The largest error in units of the last place of the rounded truth, over every {@code stride}th float of a range of the same sign. */
    private static double worst(FloatFunction f, DoubleUnaryOperator truth, float low, float high, int stride) {
        double worst = 0;
        int from = Math.min(Float.floatToIntBits(low), Float.floatToIntBits(high));
        int to = Math.max(Float.floatToIntBits(low), Float.floatToIntBits(high));
        for (long bits = from; bits <= to; bits += stride) {
            float x = Float.intBitsToFloat((int) bits);
            double exact = truth.applyAsDouble(x);
            double error = Math.abs(f.apply(x) - exact) / Math.ulp((float) exact);
            if (!(error <= worst)) {
                worst = error;
            }
        }
        return worst;
    }

    @Test
    void exp() {
        assertThat(worst(FloatMath::exp, StrictMath::exp, 1e-8f, 88.72f, 997)).isLessThan(1);
        assertThat(worst(FloatMath::exp, StrictMath::exp, -87.3f, -1e-8f, 997)).isLessThan(1);
        assertThat(worst(FloatMath::exp, StrictMath::exp, -103f, -87.3f, 31))
                .as("subnormal results")
                .isLessThan(1);
        assertThat(FloatMath.exp(0f)).isEqualTo(1f);
        assertThat(FloatMath.exp(-0f)).isEqualTo(1f);
        assertThat(FloatMath.exp(88.73f)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(FloatMath.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(FloatMath.exp(Float.MAX_VALUE)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(FloatMath.exp(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
        assertThat(FloatMath.exp(-Float.MAX_VALUE)).isEqualTo(0f);
        assertThat(FloatMath.exp(-104f)).isEqualTo(0f);
        assertThat(FloatMath.exp(Float.NaN)).isNaN();
        assertThat(FloatMath.exp(Float.MIN_VALUE)).isEqualTo(1f);
    }

    @Test
    void log() {
        assertThat(worst(FloatMath::log, StrictMath::log, Float.MIN_VALUE, Float.MIN_NORMAL, 1009))
                .isLessThan(1);
        assertThat(worst(FloatMath::log, StrictMath::log, Float.MIN_NORMAL, Float.MAX_VALUE, 2003))
                .isLessThan(1);
        assertThat(worst(FloatMath::log, StrictMath::log, 0.5f, 2f, 17))
                .as("near 1")
                .isLessThan(1);
        assertThat(FloatMath.log(1f)).isEqualTo(0f);
        assertThat(FloatMath.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatMath.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatMath.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(FloatMath.log(-1f)).isNaN();
        assertThat(FloatMath.log(Float.NEGATIVE_INFINITY)).isNaN();
        assertThat(FloatMath.log(Float.NaN)).isNaN();
    }

    @Test
    void tanh() {
        assertThat(worst(FloatMath::tanh, StrictMath::tanh, 1e-30f, 12f, 997)).isLessThan(2);
        assertThat(worst(FloatMath::tanh, StrictMath::tanh, -12f, -1e-30f, 997)).isLessThan(2);
        assertThat(worst(FloatMath::tanh, StrictMath::tanh, 0.6f, 0.7f, 1))
                .as("where the formulas meet")
                .isLessThan(2);
        assertThat(FloatMath.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(FloatMath.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
        assertThat(FloatMath.tanh(Float.MAX_VALUE)).isEqualTo(1f);
        assertThat(FloatMath.tanh(Float.NaN)).isNaN();
        assertThat(Float.floatToRawIntBits(FloatMath.tanh(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
        assertThat(FloatMath.tanh(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
    }

    @Test
    void sigmoid() {
        DoubleUnaryOperator truth = x -> 1 / (1 + StrictMath.exp(-x));
        assertThat(worst(FloatMath::sigmoid, truth, 1e-8f, 120f, 997)).isLessThan(2);
        assertThat(worst(FloatMath::sigmoid, truth, -87f, -1e-8f, 997)).isLessThan(2.5);
        assertThat(worst(FloatMath::sigmoid, truth, -103f, -87f, 31))
                .as("subnormal results")
                .isLessThan(2);
        assertThat(FloatMath.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(FloatMath.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(FloatMath.sigmoid(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
        assertThat(FloatMath.sigmoid(Float.NaN)).isNaN();
    }

    @Test
    void erf() {
        assertThat(worst(FloatMath::erf, FloatMathTest::erfByIntegral, 1e-3f, 6f, 997))
                .isLessThan(2);
        assertThat(worst(FloatMath::erf, FloatMathTest::erfByIntegral, -6f, -1e-3f, 997))
                .isLessThan(2);
        assertThat(worst(FloatMath::erf, FloatMathTest::erfByIntegral, 0.9f, 0.96f, 13))
                .as("where the formulas meet")
                .isLessThan(2);
        assertThat(worst(FloatMath::erf, x -> 1.1283791670955126 * x, 1e-30f, 1e-5f, 997))
                .isLessThan(2);
        assertThat(FloatMath.erf(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(FloatMath.erf(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
        assertThat(FloatMath.erf(Float.MAX_VALUE)).isEqualTo(1f);
        assertThat(FloatMath.erf(Float.NaN)).isNaN();
        assertThat(Float.floatToRawIntBits(FloatMath.erf(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
        // Abramowitz and Stegun, table 7.1.
        assertThat(FloatMath.erf(0.5f)).isCloseTo(0.5204998778f, within(6e-8f));
        assertThat(FloatMath.erf(1f)).isCloseTo(0.8427007929f, within(6e-8f));
    }

    /** erf(x) = 2/sqrt(pi) exp(-x^2) sum 2^n x^(2n+1) / (2n+1)!!, all terms positive. */
    private static double erfByIntegral(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; term != 0 && Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
    }

    /** Fixed bits: a change of any operation shows here, on every JVM and every machine alike. */
    @Test
    void sameBitsEverywhere() {
        long hash = 17;
        for (int i = 0; i < 400_000; i++) {
            float x = (Randoms.uniform(5, 0, i) - 0.5f) * 40f;
            hash = hash * 31 + Float.floatToIntBits(FloatMath.exp(x));
            hash = hash * 31 + Float.floatToIntBits(FloatMath.log(Math.abs(x)));
            hash = hash * 31 + Float.floatToIntBits(FloatMath.tanh(x));
            hash = hash * 31 + Float.floatToIntBits(FloatMath.sigmoid(x));
            hash = hash * 31 + Float.floatToIntBits(FloatMath.erf(x * 0.2f));
        }
        assertThat(Long.toHexString(hash)).isEqualTo("19a21958be5c2ae");
    }
}
