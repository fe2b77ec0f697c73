package dev.convoke.cli;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.PlannedMemory;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.report.Stride;
import dev.convoke.compiler.report.Summary;
import dev.convoke.compiler.report.SummaryTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints what a net is made of. */
@Command(
        name = "summary",
        customSynopsis = "convoke summary FILE [OPTION...]",
        description =
                "Prints the layers of a net with shapes, parameters, multiply-accumulates and receptive fields, and its memory.")
final class SummaryCommand implements Callable<Integer> {
    @Mixin
    private Output output = new Output();

    @Mixin
    private NetOptions net = new NetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    /** The result as JSON. */
    private record Document(
            String net,
            Map<String, List<Integer>> inputs,
            Map<String, String> inputTypes,
            Map<String, List<Integer>> outputs,
            long parameters,
            long macs,
            List<Layer> layers,
            Map<String, List<Integer>> tensors,
            Memory memory) {}

    /** A layer as JSON. */
    private record Layer(
            String path,
            String kind,
            List<Integer> output,
            long parameters,
            long macs,
            List<Long> receptiveField,
            List<Number> stride) {}

    /** Bytes as JSON. */
    private record Memory(long parametersBytes, long inferenceBytes, long trainingBytesPerSample) {}

    @Override
    public Integer call() throws UsageProblem, SpecProblems {
        run.threads();
        Summary summary = PlannedMemory.summary(BackEnd.plan(net.network()));
        output.line(SummaryTable.print(summary, output.terminal().columns()).stripTrailing());
        output.document(document(summary));
        return 0;
    }

    private static Document document(Summary summary) {
        Map<String, List<Integer>> tensors = new LinkedHashMap<>();
        for (StateTensor tensor : summary.tensors()) {
            tensors.put(tensor.name(), tensor.extents());
        }
        List<Layer> layers = summary.layers().stream()
                .map(row -> new Layer(
                        row.path(),
                        row.kind(),
                        row.output(),
                        row.parameters(),
                        row.multiplyAccumulates(),
                        row.receptiveField(),
                        row.stride().stream().map(Stride::value).toList()))
                .toList();
        Summary.Memory memory = summary.memory();
        return new Document(
                summary.net(),
                ports(summary.inputs()),
                types(summary.inputs()),
                ports(summary.outputs()),
                summary.parameters(),
                summary.multiplyAccumulates(),
                layers,
                tensors,
                new Memory(memory.parameters(), memory.inference(), memory.trainingPerSample()));
    }

    private static Map<String, String> types(List<Summary.Port> inputs) {
        Map<String, String> types = new LinkedHashMap<>();
        inputs.forEach(input -> types.put(input.name(), input.bytes() ? "u8" : "f32"));
        return types;
    }

    private static Map<String, List<Integer>> ports(List<Summary.Port> ports) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        ports.forEach(port -> shapes.put(port.name(), port.shape()));
        return shapes;
    }
}
