package dev.convoke.runtime.generated;

/**
 * Transcendental functions as fixed sequences of IEEE operations and fused multiply-adds: the same bits on every JVM, which
 * {@link Math} does not promise. The largest errors, over dense ranges and against double precision, are 1 ulp for {@link #exp} and
 * {@link #log}, 2 ulp for {@link #tanh} and {@link #erf}, 2.5 ulp for {@link #sigmoid}.
 *
 * <p>Each function is one straight line of operations that exist lane by lane too (fma, comparison and choice, shifts of the bits):
 * generated twins with vectors follow it operation by operation. Whoever changes one changes both. Polynomials are
 * least-maximum fits in the variable named beside them, made with Lawson's iteration in double precision and rounded to float.
 */
public final class FloatMath {
    /** log2(e). */
    public static final float LOG2_E = 0x1.715476p0f;

    public static final float HALF_LOG2_E = LOG2_E / 2;
    /** The leading 12 bits of ln 2: products with an exponent are exact. */
    public static final float LN2_HIGH = 0x1.62ep-1f;
    /** ln 2 - {@link #LN2_HIGH}. */
    public static final float LN2_LOW = 3.194618329871446e-05f;
    /** Adding and subtracting it rounds to the nearest whole number; the sum's low bits are that number. */
    public static final float ROUND = 0x1.8p23f;

    /** Its bits. */
    public static final int ROUND_BITS = 0x4B400000;
    /** As {@link #ROUND}; the low bits are larger by the bias of a float's exponent, or by twice that. */
    public static final float ROUND_127 = ROUND + 127;

    public static final float ROUND_254 = ROUND + 254;
    /** Below it exp is 0 in float. */
    public static final float EXP_LOWEST = -104f;
    /** Above it exp is infinite in float. */
    public static final float EXP_HIGHEST = 89f;
    /** Bits of a float below its exponent. */
    public static final int MANTISSA = 23;

    // (exp(r) - 1 - r) / r^2 on |r| at most ln 2 / 2, of which EXP_N is multiplied by r^(N - 2); relative error of exp
    // 3.1e-9.
    public static final float EXP_2 = 0x1.fffffcp-2f;
    public static final float EXP_3 = 0x1.555492p-3f;
    public static final float EXP_4 = 0x1.5558f2p-5f;
    public static final float EXP_5 = 0x1.1239e4p-7f;
    public static final float EXP_6 = 0x1.6a2430p-10f;

    /** The bits of sqrt 1/2. */
    public static final int SQRT_HALF_BITS = 0x3F3504F3;

    // (log((1 + s) / (1 - s)) - 2 s) / s^3 as a polynomial in s^2; relative error 4.8e-12.
    public static final float LOG_0 = 0.6666666269302368f;
    public static final float LOG_1 = 0.4000033438205719f;
    public static final float LOG_2 = 0.285373330116272f;
    public static final float LOG_3 = 0.23581750690937042f;

    /** Below it tanh is a polynomial. */
    public static final float TANH_SMALL = 0.65f;
    // (tanh(x) - x) / x^3 as a polynomial in x^2 for |x| below 0.65; relative error 3.2e-10.
    public static final float TANH_0 = -0.333333283662796f;
    public static final float TANH_1 = 0.13333125412464142f;
    public static final float TANH_2 = -0.05393676087260246f;
    public static final float TANH_3 = 0.021646898239850998f;
    public static final float TANH_4 = -0.00804714486002922f;
    public static final float TANH_5 = 0.0020264622289687395f;

    /** Below it erf is a polynomial. */
    public static final float ERF_SMALL = 0.93f;
    // (erf(x) - x) / x as a polynomial in x^2 for |x| below 0.93; relative error 5.3e-10.
    public static final float ERF_0 = 0.12837916612625122f;
    public static final float ERF_1 = -0.37612631916999817f;
    public static final float ERF_2 = 0.11283676326274872f;
    public static final float ERF_3 = -0.026858346536755562f;
    public static final float ERF_4 = 0.005198467057198286f;
    public static final float ERF_5 = -0.0008114087977446616f;
    public static final float ERF_6 = 8.251141116488725e-05f;

    /** Beyond it erf is 1 in float. */
    public static final float ERF_ONE = 4f;
    // (log(erfc(t)) + t) / t as a polynomial in t from 0.92 to 4; absolute error of erfc 6.8e-10.
    public static final float ERFC_0 = -0.1286521703004837f;
    public static final float ERFC_1 = -0.6351358890533447f;
    public static final float ERFC_2 = -0.1062631607055664f;
    public static final float ERFC_3 = 0.023785360157489777f;
    public static final float ERFC_4 = -0.0036537705454975367f;
    public static final float ERFC_5 = 0.00032565437140874565f;
    public static final float ERFC_6 = -1.1522463864821475e-05f;

    private FloatMath() {}

    /** e to the power x; 0 below -103.97, infinity above 88.72; NaN gives NaN. Subnormal results are rounded once. */
    public static float exp(float x) {
        float bounded = x < EXP_LOWEST ? EXP_LOWEST : x;
        return scaled(bounded > EXP_HIGHEST ? EXP_HIGHEST : bounded);
    }

    /** exp(x) for x from {@link #EXP_LOWEST} to {@link #EXP_HIGHEST}, or NaN. */
    private static float scaled(float x) {
        float shifted = Math.fma(x, LOG2_E, ROUND_254);
        float n = shifted - ROUND_254;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = Math.fma(EXP_6, r, EXP_5);
        p = Math.fma(p, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, 1f);
        p = Math.fma(p, r, 1f);
        // 2^n in two factors, for n reaches from -150 to 128 and a float's exponent does not: about half of it, and the
        // rest.
        int half = Float.floatToRawIntBits(Math.fma(x, HALF_LOG2_E, ROUND_127));
        int rest = Float.floatToRawIntBits(shifted) - half;
        return p * power(half) * power(rest);
    }

    /** The float whose exponent, biased, is the low bits of a number. */
    private static float power(int biased) {
        return Float.intBitsToFloat(biased << MANTISSA);
    }

    /** Natural logarithm; -infinity at 0, NaN below. */
    public static float log(float x) {
        boolean subnormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(subnormal ? x * 0x1p23f : x);
        // Split into 2^e * (1 + f) with 1 + f in [sqrt 1/2, sqrt 2).
        int e = (bits - SQRT_HALF_BITS) >> MANTISSA;
        float m = Float.intBitsToFloat(bits - (e << MANTISSA));
        float exponent = e - (subnormal ? MANTISSA : 0);
        float f = m - 1f;
        float s = f / (2f + f);
        float z = s * s;
        float p = Math.fma(LOG_3, z, LOG_2);
        p = Math.fma(p, z, LOG_1);
        p = Math.fma(p, z, LOG_0);
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
        float p = Math.fma(TANH_5, z, TANH_4);
        p = Math.fma(p, z, TANH_3);
        p = Math.fma(p, z, TANH_2);
        p = Math.fma(p, z, TANH_1);
        p = Math.fma(p, z, TANH_0);
        float small = Math.fma(p * z, a, a);
        float twice = 2f * a;
        float large = 1f - 2f / (scaled(twice > EXP_HIGHEST ? EXP_HIGHEST : twice) + 1f);
        return Math.copySign(a < TANH_SMALL ? small : large, x);
    }

    /** 1 / (1 + exp(-x)), without overflow on either side. */
    public static float sigmoid(float x) {
        float minus = -Math.abs(x);
        float e = scaled(minus < EXP_LOWEST ? EXP_LOWEST : minus);
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /** The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x; keeps the sign of zero. */
    public static float erf(float x) {
        float t = Math.abs(x);
        float z = x * x;
        float p = Math.fma(ERF_6, z, ERF_5);
        p = Math.fma(p, z, ERF_4);
        p = Math.fma(p, z, ERF_3);
        p = Math.fma(p, z, ERF_2);
        p = Math.fma(p, z, ERF_1);
        p = Math.fma(p, z, ERF_0);
        float small = Math.fma(p, t, t);
        float b = t > ERF_ONE ? ERF_ONE : t;
        float q = Math.fma(ERFC_6, b, ERFC_5);
        q = Math.fma(q, b, ERFC_4);
        q = Math.fma(q, b, ERFC_3);
        q = Math.fma(q, b, ERFC_2);
        q = Math.fma(q, b, ERFC_1);
        q = Math.fma(q, b, ERFC_0);
        float large = 1f - scaled(Math.fma(q, b, -b));
        return Math.copySign(t < ERF_SMALL ? small : large, x);
    }
}
