package dev.convoke.compiler.layer;

import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;

/**
 * How a layer looks at one spatial axis.
 *
 * @param kernel taps
 * @param stride input positions from one output position to the next
 * @param padding positions added before the first
 * @param dilation input positions from one tap to the next
 */
public record Window(int kernel, int stride, int padding, int dilation) {
    /** Input positions from the first tap to the last, both included. */
    public int extent() {
        return dilation * (kernel - 1) + 1;
    }

    /** The input position that a tap of a window reads; out of range where that is padding. */
    public Index position(Index window, Index tap) {
        return window.times(stride).plus(tap.times(dilation)).minus(padding);
    }

    /** The window whose tap reads an input position, if {@link #reads} holds. */
    public Index window(Index position, Index tap) {
        return start(position, tap).floorDivide(stride);
    }

    /** Whether there is a window whose tap reads an input position. */
    public Guard reads(Index position, Index tap, int windows) {
        return Guard.divisible(start(position, tap), stride).and(Guard.within(window(position, tap), windows));
    }

    private Index start(Index position, Index tap) {
        return position.plus(padding).minus(tap.times(dilation));
    }
}
