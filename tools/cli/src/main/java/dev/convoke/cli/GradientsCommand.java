package dev.convoke.cli;

import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import dev.convoke.runtime.training.Loss;
import dev.convoke.runtime.training.Sgd;
import dev.convoke.runtime.training.Targets;
import dev.convoke.runtime.training.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One training-mode step without an update, its gradients written to a file. */
@Command(
        name = "gradients",
        customSynopsis = "convoke gradients FILE --weights W --input IN --output OUT [OPTION...]",
        description =
                "Computes loss and gradients of one training-mode step: `loss`, `grad.NAME` for each input and parameter, "
                        + "`after.NAME` for each buffer.")
final class GradientsCommand implements Callable<Integer> {
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
            required = true,
            paramLabel = "IN",
            description = "Safetensors with one tensor for each input, and `labels` or `target`.")
    private Path input = Path.of("");

    @Option(
            names = "--output",
            required = true,
            paramLabel = "OUT",
            description = "Receives loss, gradients and buffers.")
    private Path result = Path.of("");

    @Mixin
    private LossOptions losses = new LossOptions();

    /** The result as JSON. */
    private record Document(double loss) {}

    @Override
    public Integer call() throws UsageProblem, DataProblem, SpecProblems {
        run.threads();
        OutputFiles.requireWritable(result);
        Loss loss = losses.loss();
        Map<String, Double> outputs = losses.outputs();
        CompiledNet compiled = net.compile(true, run.numerics());
        NetDescription description = compiled.description();
        Parameters parameters = Parameters.load(description, weights);
        try (SafetensorsFile file = SafetensorsFile.open(input);
                Model model = compiled.model(parameters, run.threads());
                Trainer trainer = Trainer.of(model.trainable(), loss, Sgd.of(0))) {
            outputs.forEach(trainer::lossOn);
            Tensors.Batch batch = Tensors.read(file, description.inputs());
            Targets targets = targets(file, loss, batch.size(), trainer.judgedBy());
            double value = trainer.gradients(batch.values(), targets, batch.size(), true);
            write(trainer, value, batch.size());
            output.line("loss %.7f; gradients in %s".formatted(value, result));
            output.document(new Document(value));
        }
        return 0;
    }

    private static Targets targets(SafetensorsFile file, Loss loss, int batch, Port port) throws DataProblem {
        if (!loss.wantsLabels()) {
            float[] values = file.floats("target");
            check(file, "target", values.length, (long) batch * port.elements());
            return new Targets.Values(values);
        }
        int classes = port.shape().get(0);
        long[] values = file.longs("labels");
        check(file, "labels", values.length, (long) batch * (port.elements() / classes));
        int[] labels = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            labels[i] = (int) values[i];
            if (labels[i] != values[i] || !loss.ignores(labels[i]) && (labels[i] < 0 || labels[i] >= classes)) {
                throw new DataProblem(
                        DataCode.DATA_MISMATCH,
                        file.path() + ": label " + i + " is " + values[i] + ", but there are " + classes + " classes",
                        "count classes from 0; --ignore-index names the label of what has none");
            }
        }
        return new Targets.Labels(labels);
    }

    private static void check(SafetensorsFile file, String name, int found, long wanted) throws DataProblem {
        if (found != wanted) {
            throw new DataProblem(
                    DataCode.DATA_MISMATCH,
                    file.path() + ": " + name + " has " + found + " elements, but the batch needs " + wanted,
                    "give one label, or one target of the output's size, for each sample; where outputs are maps, a label for each"
                            + " of their positions");
        }
    }

    private void write(Trainer trainer, double loss, int batch) {
        var net = trainer.trainable();
        var writer = new SafetensorsWriter().floats("loss", List.of(), new float[] {(float) loss}, 0);
        List<Port> inputs = net.description().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            Port port = inputs.get(i);
            if (!port.bytes()) {
                writer.floats("grad." + port.name(), Tensors.shape(port, batch), net.inputGradients()[i], 0);
            }
        }
        for (TensorDescription tensor : net.description().tensors()) {
            List<Long> shape = tensor.shape().stream().map(Integer::longValue).toList();
            switch (tensor.kind()) {
                case PARAMETER -> writer.floats("grad." + tensor.name(), shape, net.gradients(), tensor.offset());
                case BUFFER -> writer.floats("after." + tensor.name(), shape, net.state(), tensor.offset());
                case COUNTER -> {
                    long[] count = {trainer.parameters().counter(tensor.name())};
                    writer.longs("after." + tensor.name(), shape, count, 0);
                }
            }
        }
        writer.write(result);
    }
}
