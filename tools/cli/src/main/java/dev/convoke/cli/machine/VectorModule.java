package dev.convoke.cli.machine;

/** Whether the Vector API may be used, without which a thread's limits cannot be reached. */
final class VectorModule {
    private VectorModule() {}

    static boolean isPresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }
}
