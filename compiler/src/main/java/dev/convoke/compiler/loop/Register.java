package dev.convoke.compiler.loop;

/** A local variable for one float, or for 16 in lanes; its name is unique within the kernel. */
public record Register(String name, boolean vector) {
    @Override
    public String toString() {
        return name;
    }
}
