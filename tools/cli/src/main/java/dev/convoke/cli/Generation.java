package dev.convoke.cli;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.graph.Network;
import java.util.List;

/** From a checked net to sources. */
final class Generation {
    private Generation() {}

    static List<GeneratedFile> java(Network network, String packageName, boolean exact) {
        return BackEnd.java(network, packageName);
    }
}
