package dev.convoke.runtime.safetensors;

import java.nio.ByteBuffer;

/** Conversions from the element types of files to float32 and int64. */
final class Elements {
    private Elements() {}

    /** Reads {@code count} elements into floats. */
    interface Floats {
        /** Stands for a type that has no conversion. */
        Floats NONE = (bytes, into, at, count) -> {};

        void read(ByteBuffer bytes, float[] into, int at, int count);
    }

    /** Reads {@code count} elements into longs. */
    interface Longs {
        /** Stands for a type that has no conversion. */
        Longs NONE = (bytes, into, at, count) -> {};

        void read(ByteBuffer bytes, long[] into, int at, int count);
    }

    static Floats floats(DType type) {
        return switch (type) {
            case F32 -> (bytes, into, at, count) -> bytes.asFloatBuffer().get(into, at, count);
            case F64 ->
                (bytes, into, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        into[at + i] = (float) bytes.getDouble();
                    }
                };
            case F16 ->
                (bytes, into, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        into[at + i] = Half.fromF16(bytes.getShort());
                    }
                };
            case BF16 ->
                (bytes, into, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        into[at + i] = Half.fromBf16(bytes.getShort());
                    }
                };
            case I64 ->
                (bytes, into, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        into[at + i] = bytes.getLong();
                    }
                };
            case I32 ->
                (bytes, into, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        into[at + i] = bytes.getInt();
                    }
                };
            case U8 ->
                (bytes, into, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        into[at + i] = bytes.get() & 0xFF;
                    }
                };
            case BOOL, I8, F8_E5M2, F8_E4M3, I16, U16, U32, U64 -> Floats.NONE;
        };
    }

    static Longs longs(DType type) {
        return switch (type) {
            case I64 -> (bytes, into, at, count) -> bytes.asLongBuffer().get(into, at, count);
            case I32 ->
                (bytes, into, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        into[at + i] = bytes.getInt();
                    }
                };
            case U8 ->
                (bytes, into, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        into[at + i] = bytes.get() & 0xFF;
                    }
                };
            case BOOL, I8, F8_E5M2, F8_E4M3, I16, U16, F16, BF16, U32, F32, F64, U64 -> Longs.NONE;
        };
    }
}
