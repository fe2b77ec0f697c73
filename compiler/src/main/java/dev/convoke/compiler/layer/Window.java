package dev.convoke.compiler.layer;

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
}
