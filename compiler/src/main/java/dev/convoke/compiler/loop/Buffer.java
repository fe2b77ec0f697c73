package dev.convoke.compiler.loop;

/** A flat array of floats that a kernel is given, with a start; its name is unique within the kernel. */
public record Buffer(String name) {
    @Override
    public String toString() {
        return name;
    }
}
