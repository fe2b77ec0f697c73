package dev.convoke.compiler.loop;

/**
 * An array as an interpreted kernel sees it. If parallel loops are checked, it remembers which of their iterations touched each
 * element: an iteration must not read what another one writes, and two must not write different bits.
 */
final class Memory {
    private static final int SEVERAL = -1;

    private final String name;
    private final float[] array;
    private final Machine machine;
    private final boolean shared;
    private final int[] writers;
    private final int[] readers;

    /** An array that all iterations see. */
    static Memory shared(String name, float[] array, Machine machine) {
        return new Memory(name, array, machine, true);
    }

    /** An array that every thread has its own of: iterations may overwrite what others left in it, but not read it. */
    static Memory ofThread(String name, int floats, Machine machine) {
        return new Memory(name, new float[floats], machine, false);
    }

    private Memory(String name, float[] array, Machine machine, boolean shared) {
        this.name = name;
        this.array = array;
        this.machine = machine;
        this.shared = shared;
        int marks = machine.checksIndependence() ? array.length : 0;
        this.writers = new int[marks];
        this.readers = new int[marks];
    }

    int length() {
        return array.length;
    }

    float read(long at) {
        int position = check(at, "read");
        if (machine.iteration != 0 && writers.length > 0) {
            if (writers[position] != 0 && writers[position] != machine.iteration) {
                throw dependent(position, "one reads what another wrote");
            }
            readers[position] =
                    readers[position] == 0 || readers[position] == machine.iteration ? machine.iteration : SEVERAL;
        }
        return array[position];
    }

    void write(long at, float value) {
        int position = check(at, "written");
        boolean changes = shared && Float.floatToRawIntBits(array[position]) != Float.floatToRawIntBits(value);
        if (machine.iteration != 0 && writers.length > 0) {
            if (changes && writers[position] != 0 && writers[position] != machine.iteration) {
                throw dependent(position, "two write different values");
            }
            if (changes && readers[position] != 0 && readers[position] != machine.iteration) {
                throw dependent(position, "one changes what another read");
            }
            writers[position] = machine.iteration;
        }
        array[position] = value;
    }

    private int check(long at, String done) {
        if (at < 0 || at >= array.length) {
            throw new IndexOutOfBoundsException(
                    "%s[%d] is %s, but it has %d floats".formatted(name, at, done, array.length));
        }
        return (int) at;
    }

    private IllegalStateException dependent(int position, String how) {
        return new IllegalStateException(
                "iterations of a parallel loop depend on each other at %s[%d]: %s".formatted(name, position, how));
    }
}
