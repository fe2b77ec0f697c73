package dev.convoke.benchmarks.compare;

import ai.onnxruntime.OrtEnvironment;
import dev.convoke.benchmarks.Net;
import dev.convoke.benchmarks.PeerModels;
import dev.convoke.benchmarks.first.FirstResult;
import dev.convoke.benchmarks.first.OnnxCall;
import dev.convoke.cli.CompiledNet;
import dev.convoke.compiler.javac.JavaCompilation;
import dev.convoke.compiler.plan.Numerics;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user would ship, and no more: a jar that has the library and what calls it, and a file with all the weights.
 *
 * @param main the class to run
 */
record Shipment(Path jar, String main, Path weights) {
    private static final String OURS = "dev/convoke/benchmarks/first/";

    /** The runtime, the generated net, and a main class that loads it from a safetensors file. */
    static Shipment convoke(Net net, Path folder) throws IOException {
        CompiledNet compiled = net.compileForAll(Numerics.FAST);
        String start = "Start" + net.label();
        Path classes = Files.createDirectories(folder.resolve(net.label()));
        Map<String, byte[]> files = new HashMap<>(compiled.classes());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = classes.resolve(file.getKey().replace('.', '/') + ".class");
            Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(classes));
            Files.write(path, file.getValue());
        }
        files.putAll(JavaCompilation.compile(
                Map.of(start + ".java", main(start, net)),
                List.of(classes, JarWriter.location(FirstResult.class), JarWriter.location(Model.class)),
                Optional.empty()));
        Path jar = folder.resolve(net.label() + ".jar");
        try (var out = new JarWriter(jar)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.add(file.getKey().replace('.', '/') + ".class", file.getValue());
            }
            out.addFrom(Model.class, "dev/convoke/runtime/");
            out.addFrom(FirstResult.class, OURS + "FirstResult", OURS + "ResidentMemory", OURS + "ConvokeCall");
        }
        Path weights = folder.resolve(net.label() + ".safetensors");
        Parameters.initialise(compiled.description(), 1).save(weights);
        return new Shipment(jar, start, weights);
    }

    private static String main(String start, Net net) {
        return """
                public final class %s {
                    public static void main(String[] arguments) throws Exception {
                        var net = %s.%s.load(java.nio.file.Path.of(arguments[0]));
                        dev.convoke.benchmarks.first.FirstResult.report(
                                new dev.convoke.benchmarks.first.ConvokeCall(net),
                                Long.parseLong(arguments[1]),
                                Double.parseDouble(arguments[2]));
                        System.exit(0);
                    }
                }
                """.formatted(start, CompiledNet.PACKAGE, net.label());
    }

    /** The library with its Java binding, and the model. */
    static Shipment onnx(Net net, Path folder) throws IOException {
        Path jar = folder.resolve("onnxruntime.jar");
        if (!Files.exists(jar)) {
            try (var out = new JarWriter(jar)) {
                out.addFrom(OrtEnvironment.class, "ai/onnxruntime/");
                out.addFrom(OnnxCall.class, OURS + "FirstResult", OURS + "ResidentMemory", OURS + "OnnxCall");
            }
        }
        return new Shipment(jar, OnnxCall.class.getName(), PeerModels.write(net, folder));
    }
}
