package dev.convoke.opencl;

import org.junit.jupiter.api.Assumptions;

/** The device of the tests, or a visible skip where there is none. */
final class Device {
    private Device() {}

    static OpenClDevice openOrSkip() {
        try {
            return OpenClDevice.open();
        } catch (OpenClException e) {
            return Assumptions.abort(e.getMessage());
        }
    }
}
