package dev.convoke.cli;

import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Multiply-accumulates of a net and of its kernels. */
public final class Macs {
    private Macs() {}

    /** Of one sample, in inference. */
    public static long of(Network network) {
        return network.graph().nodes().stream().mapToLong(Macs::of).sum();
    }

    private static long of(Node node) {
        return node.operator().multiplyAccumulates(node.inputs());
    }

    /** Of the stages that a kernel's name lists, {@code "conv1 + bn1 + Relu"}. */
    static long of(Network network, String kernel) {
        Set<String> paths = Arrays.stream(
                        kernel.replaceFirst(" \\([a-z]+\\)$", "").split(" \\+ "))
                .map(String::strip)
                .collect(Collectors.toSet());
        return network.graph().nodes().stream()
                .filter(node -> paths.contains(node.origin().path())
                        || paths.contains(node.output().name()))
                .mapToLong(Macs::of)
                .sum();
    }
}
