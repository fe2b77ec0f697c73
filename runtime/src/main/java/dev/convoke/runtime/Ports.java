package dev.convoke.runtime;

import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.ProblemKind;
import java.util.List;

/** A network's inputs or outputs, and checks of callers' arrays against them; allocation-free where nothing is wrong. */
final class Ports {
    private final String net;
    private final String what;
    private final List<Port> ports;
    private final int[] elements;

    /** The ports of {@code net}; {@code what} is "input" or "output", for messages. */
    Ports(String net, String what, List<Port> ports) {
        this.net = net;
        this.what = what;
        this.ports = ports;
        this.elements = ports.stream().mapToInt(Port::elements).toArray();
    }

    int size() {
        return elements.length;
    }

    /** Floats of one sample of a port. */
    int elements(int port) {
        return elements[port];
    }

    /** Throws unless there is one array per port, each with room for {@code batch} samples. */
    void check(float[][] arrays, int batch) {
        checkCount(arrays.length);
        for (int i = 0; i < arrays.length; i++) {
            check(i, arrays[i].length, batch, false);
        }
    }

    /** Throws unless there are samples for each port, {@code batch} of them at least, and bytes for ports of bytes only. */
    void check(List<Samples> samples, int batch) {
        checkCount(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            if (samples.get(i).isBytes()) {
                requireBytes(i);
            }
            check(i, samples.get(i).length(), batch, false);
        }
    }

    private void checkCount(int arrays) {
        if (arrays != elements.length) {
            throw new InputException(
                    ProblemKind.ARRAY_COUNT,
                    net + " has " + elements.length + " " + what + "s, but " + arrays + " arrays are given",
                    "give one array each, in the order of declaration");
        }
    }

    /** Throws unless this is the only port and an array of {@code length} has room for {@code batch} samples (or exactly so many). */
    void checkOnly(int length, int batch, boolean exact) {
        requireOnly();
        check(0, length, batch, exact);
    }

    /** Throws unless the only port is one of bytes. */
    void requireBytes() {
        requireOnly();
        requireBytes(0);
    }

    private void requireBytes(int port) {
        if (!ports.get(port).bytes()) {
            throw new InputException(
                    ProblemKind.NET_UNSUITABLE,
                    what + " \"" + ports.get(port).name() + "\" of " + net + " takes floats, not bytes",
                    "give an array of floats, or declare the input with u8");
        }
    }

    /** Throws unless there is exactly one port. */
    void requireOnly() {
        if (elements.length != 1) {
            throw new InputException(
                    ProblemKind.NET_UNSUITABLE,
                    net + " has " + elements.length + " " + what + "s, so which one is meant is not clear",
                    "use the method that takes one array per " + what);
        }
    }

    private void check(int port, int length, int batch, boolean exact) {
        if (batch < 1) {
            throw new InputException(
                    ProblemKind.BATCH_SIZE, "a batch of " + batch + " samples", "give at least 1 sample");
        }
        long needed = (long) elements[port] * batch;
        if (exact ? length != needed : length < needed) {
            throw wrongLength(ports.get(port), length, batch, needed);
        }
    }

    private InputException wrongLength(Port port, int length, int batch, long needed) {
        String total = batch == 1 ? "" : ", so " + needed + " for " + batch + " samples";
        return new InputException(
                ProblemKind.ARRAY_LENGTH,
                what + " \"" + port.name() + "\" of " + net + " has the shape " + port.shape() + " = " + port.elements()
                        + (port.bytes() ? " bytes" : " floats") + " per sample" + total + ", but the array has "
                        + length,
                "the order is [batch][channel][row][column]; check the size and the channels of the images");
    }
}
