package dev.convoke.cli;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.emit.java.Tailoring;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.plan.Numerics;
import dev.convoke.runtime.generated.VectorSupport;
import java.util.List;

/** From a checked net to sources. */
final class Generation {
    private Generation() {}

    static List<GeneratedFile> java(Network network, String packageName, Numerics numerics) {
        return BackEnd.java(BackEnd.plan(network, numerics), packageName);
    }

    /** Only what is to run here and now: kernels for this machine's vectors, and those of training if it is wanted. */
    static List<GeneratedFile> here(Network network, String packageName, boolean training, Numerics numerics) {
        int lanes = VectorSupport.lanes();
        Tailoring tailoring = training ? Tailoring.training(lanes) : Tailoring.inference(lanes);
        return BackEnd.java(BackEnd.plan(network, numerics), packageName, tailoring);
    }
}
