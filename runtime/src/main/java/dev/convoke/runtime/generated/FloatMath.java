package dev.convoke.runtime.generated;

/**
 * Transcendental functions as fixed sequences of IEEE operations and fused multiply-adds: the same bits on every JVM, which
 * {@link Math} does not promise. The largest errors, over dense ranges and against double precision, are 1 ulp for {@link #exp} and
 * {@link #log}, 2 ulp for {@link #tanh}, {@link #sigmoid} and {@link #erf}.
 *
 * <p>Each function is one straight line of operations that exist lane by lane too (fma, min, max, select, shifts of the bits), so that
 * a vector twin can follow it operation by operation with the same bits. Polynomials are least-maximum fits in the variable
 * named beside them, made with Lawson's iteration in double precision and rounded to float.
 */
public final class FloatMath {
    /** log2(e). */
    public static final float LOG2_E = 0x1.715476p0f;
    /** The leading 12 bits of ln 2: products with an exponent are exact. */
    public static final float LN2_HIGH = 0x1.62ep-1f;
    /** ln 2 - {@link #LN2_HIGH}. */
    public static final float LN2_LOW = 3.194618329871446e-05f;
    /** Adding and subtracting it rounds to the nearest whole number; the sum's low bits are that number. */
    public static final float ROUND = 0x1.8p23f;
    /** Below it exp is 0 in float. */
    public static final float EXP_LOWEST = -104f;
    /** Above it exp is infinite in float. */
    public static final float EXP_HIGHEST = 89f;

    /** (exp(r) - 1 - r) / r^2 on |r| at most ln 2 / 2; relative error of exp 3.1e-9. */
    public static final float EXP_0 = 0x1.fffffcp-2f;

    /** Coefficient of r in {@link #EXP_0}'s polynomial; the next ones follow in order. */
    public static final float EXP_1 = 0x1.555492p-3f;

    public static final float EXP_2 = 0x1.5558f2p-5f;
    public static final float EXP_3 = 0x1.1239e4p-7f;
    public static final float EXP_4 = 0x1.6a2430p-10f;

    private FloatMath() {}

    /** e to the power x; 0 below -103.97, infinity above 88.72; NaN gives NaN. Subnormal results are rounded once. */
    public static float exp(float x) {
        float bounded = Math.max(EXP_LOWEST, Math.min(EXP_HIGHEST, x));
        float shifted = Math.fma(bounded, LOG2_E, ROUND);
        float n = shifted - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, bounded));
        float p = Math.fma(EXP_4, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, EXP_1);
        p = Math.fma(p, r, EXP_0);
        p = Math.fma(p, r * r, r) + 1f;
        // 2^n in two factors, for n reaches from -150 to 128 and a float's exponent does not.
        int k = Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(ROUND);
        int half = k >> 1;
        return p * Float.intBitsToFloat((half + 127) << 23) * Float.intBitsToFloat((k - half + 127) << 23);
    }

    /** Natural logarithm; -infinity at 0, NaN below. */
    public static float log(float x) {
        boolean subnormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(subnormal ? x * 0x1p23f : x);
        // Split into 2^e * (1 + f) with 1 + f in [sqrt 1/2, sqrt 2).
        int e = (bits - 0x3F3504F3) >> 23;
        float m = Float.intBitsToFloat(bits - (e << 23));
        float exponent = e - (subnormal ? 23 : 0);
        float f = m - 1f;
        float s = f / (2f + f);
        float z = s * s;
        // (log((1 + s) / (1 - s)) - 2 s) / s^3 as a polynomial in s^2; relative error 4.8e-12.
        float p = Math.fma(0.23581750690937042f, z, 0.285373330116272f);
        p = Math.fma(p, z, 0.4000033438205719f);
        p = Math.fma(p, z, 0.6666666269302368f);
        // fdlibm's arrangement: log(1 + f) = f - (f^2 / 2 - s (f^2 / 2 + R)).
        float h = 0.5f * f * f;
        float low = Math.fma(s, Math.fma(p, z, h), exponent * LN2_LOW);
        float result = Math.fma(exponent, LN2_HIGH, f - (h - low));
        if (x > 0f && x < Float.POSITIVE_INFINITY) {
            return result;
        }
        return x == 0f ? Float.NEGATIVE_INFINITY : x > 0f ? x : Float.NaN;
    }

    /** Hyperbolic tangent; keeps the sign of zero. */
    public static float tanh(float x) {
        float a = Math.abs(x);
        float z = x * x;
        // (tanh(x) - x) / x^3 as a polynomial in x^2 for |x| below 0.65; relative error 3.2e-10.
        float p = Math.fma(0.0020264622289687395f, z, -0.00804714486002922f);
        p = Math.fma(p, z, 0.021646898239850998f);
        p = Math.fma(p, z, -0.05393676087260246f);
        p = Math.fma(p, z, 0.13333125412464142f);
        p = Math.fma(p, z, -0.333333283662796f);
        float small = Math.fma(p * z, x, x);
        float large = 1f - 2f / (exp(2f * a) + 1f);
        return Math.copySign(a < 0.65f ? small : large, x);
    }

    /** 1 / (1 + exp(-x)), without overflow on either side. */
    public static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /** The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x; keeps the sign of zero. */
    public static float erf(float x) {
        float t = Math.abs(x);
        float z = x * x;
        // (erf(x) - x) / x as a polynomial in x^2 for |x| below 0.93; relative error 5.3e-10.
        float p = Math.fma(8.251141116488725e-05f, z, -0.0008114087977446616f);
        p = Math.fma(p, z, 0.005198467057198286f);
        p = Math.fma(p, z, -0.026858346536755562f);
        p = Math.fma(p, z, 0.11283676326274872f);
        p = Math.fma(p, z, -0.37612631916999817f);
        p = Math.fma(p, z, 0.12837916612625122f);
        float small = Math.fma(p, x, x);
        // (log(erfc(t)) + t) / t as a polynomial in t from 0.92 to 4; absolute error of erfc 6.8e-10. Beyond 4, erf is
        // 1 in float.
        float b = Math.min(t, 4f);
        float q = Math.fma(-1.1522463864821475e-05f, b, 0.00032565437140874565f);
        q = Math.fma(q, b, -0.0036537705454975367f);
        q = Math.fma(q, b, 0.023785360157489777f);
        q = Math.fma(q, b, -0.1062631607055664f);
        q = Math.fma(q, b, -0.6351358890533447f);
        q = Math.fma(q, b, -0.1286521703004837f);
        float large = 1f - exp(Math.fma(q, b, -b));
        return t < 0.93f ? small : Math.copySign(large, x);
    }
}
