package dev.convoke.compiler.loop;

/** How many numbers an access moves. A vector is virtual: 16 numbers, whatever the hardware's width. */
public enum Lanes {
    /** One float. */
    SCALAR,
    /** 16 consecutive floats. */
    VECTOR,
    /** Every second one of 32 consecutive floats; read only. All but the last of these 32 are sure to be needed. */
    EVERY_SECOND,
    /** One float, in every lane. */
    BROADCAST;

    /** Numbers in a virtual vector, and channels in a block of a blocked layout. */
    public static final int WIDTH = 16;
}
