package dev.convoke.cli;

import dev.convoke.compiler.graph.Network;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a net: on a batch of tensors, or on pictures. */
@Command(
        name = "predict",
        customSynopsis = {
            "convoke predict FILE --weights W --input IN --output OUT [OPTION...]",
            "       convoke predict FILE --weights W --image PICTURE... [OPTION...]"
        },
        description = "Runs a net on a batch of tensors, or classifies pictures.")
final class PredictCommand implements Callable<Integer> {
    @Mixin
    private Output output = new Output();

    @Mixin
    private NetOptions net = new NetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--weights", required = true, paramLabel = "W", description = "The weights, a safetensors file.")
    private Path weights = Path.of("");

    @Option(
            names = "--input",
            paramLabel = "IN",
            description = "Safetensors with one tensor for each input, the batch first.")
    private Optional<Path> input = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "OUT",
            description = "Receives one tensor for each output, the batch first.")
    private Optional<Path> result = Optional.empty();

    @Option(names = "--image", paramLabel = "PICTURE", arity = "1..*", description = "Pictures to classify: PNG, JPEG.")
    private List<Path> pictures = List.of();

    @Option(names = "--labels", paramLabel = "NAMES", description = "A text file with a class's name on each line.")
    private Optional<Path> labels = Optional.empty();

    @Option(names = "--target", paramLabel = "java|opencl", description = "Which generated code runs; java by default.")
    private Target target = Target.JAVA;

    /** The result as JSON. */
    private record Document(double seconds, Map<String, List<Long>> outputs) {}

    @Override
    public Integer call() throws UsageProblem, DataProblem, SpecProblems {
        check();
        run.threads();
        Network network = net.network();
        CompiledNet compiled = CompiledNet.of(network, false, run.numerics());
        NetDescription description = compiled.description();
        Parameters parameters = Parameters.load(description, weights);
        try (Predictor predictor = target.predictor(network, compiled, parameters, run.threads())) {
            if (!pictures.isEmpty()) {
                new Classification(output, description, predictor).print(pictures, Classification.names(labels));
            } else {
                predict(description, predictor);
            }
        }
        return 0;
    }

    private void check() throws UsageProblem {
        if (!pictures.isEmpty()) {
            if (input.isPresent() || result.isPresent()) {
                throw new UsageProblem("give --input and --output, or --image: not both");
            }
            return;
        }
        if (input.isEmpty() && result.isEmpty()) {
            throw new UsageProblem("predict needs --input IN and --output OUT, or --image PICTURE...");
        }
        if (input.isEmpty()) {
            throw new UsageProblem("--output needs --input IN");
        }
        if (labels.isPresent()) {
            throw new UsageProblem("--labels names the classes of --image PICTURE...");
        }
        OutputFiles.requireWritable(
                result.orElseThrow(() -> new UsageProblem("--input needs --output OUT, which receives the results")));
    }

    private void predict(NetDescription description, Predictor predictor) throws DataProblem {
        Tensors.Batch batch;
        try (SafetensorsFile file = SafetensorsFile.open(input.orElseThrow())) {
            batch = Tensors.read(file, description.inputs());
        }
        float[][] outputs = new float[description.outputs().size()][];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = new float
                    [Math.multiplyExact(
                            batch.size(), description.outputs().get(i).elements())];
        }
        long start = System.nanoTime();
        predictor.predict(batch.values(), outputs, batch.size());
        double seconds = (System.nanoTime() - start) * 1e-9;
        var writer = new SafetensorsWriter();
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (int i = 0; i < outputs.length; i++) {
            Port port = description.outputs().get(i);
            List<Long> shape = Tensors.shape(port, batch.size());
            writer.floats(port.name(), shape, outputs[i], 0);
            shapes.put(port.name(), shape);
        }
        Path file = result.orElseThrow();
        writer.write(file);
        output.line("%s in %.3f s, written to %s"
                .formatted(batch.size() == 1 ? "1 sample" : batch.size() + " samples", seconds, file));
        int width = shapes.keySet().stream().mapToInt(String::length).max().orElse(0);
        shapes.forEach((name, shape) -> output.line(("  %-" + width + "s  %s").formatted(name, shape)));
        output.document(new Document(seconds, shapes));
    }
}
