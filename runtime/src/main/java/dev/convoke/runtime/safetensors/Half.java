package dev.convoke.runtime.safetensors;

/** The two 16-bit float formats as float32; both conversions are exact. */
final class Half {
    private Half() {}

    /** IEEE binary16: 1 sign, 5 exponent, 10 fraction bits. */
    static float fromF16(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >>> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        if (exponent == 0x1F) {
            return Float.intBitsToFloat(sign | 0x7F800000 | fraction << 13);
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
    }

    /** bfloat16: the upper half of a float32. */
    static float fromBf16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
