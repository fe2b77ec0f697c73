package dev.convoke.cli;

import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.training.AdamW;
import dev.convoke.runtime.training.Augmentation;
import dev.convoke.runtime.training.Cosine;
import dev.convoke.runtime.training.CrossEntropy;
import dev.convoke.runtime.training.Evaluation;
import dev.convoke.runtime.training.Metrics;
import dev.convoke.runtime.training.Trainer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole way on a data set that the tool brings along. */
@Command(
        name = "demo",
        customSynopsis = "convoke demo [OPTION...]",
        description = "Generates, trains and uses a net that reads handwritten digits.")
final class DemoCommand implements Callable<Integer> {
    private static final int EPOCHS = 30;
    private static final int BATCH = 32;
    private static final double RATE = 0.004;

    @Mixin
    private Output output = new Output();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "-o", paramLabel = "DIR", description = "Receives sources and weights; by default convoke-demo.")
    private Path folder = Path.of("convoke-demo");

    /** The result as JSON. */
    private record Document(double accuracy, List<String> sources, String weights, double seconds) {}

    @Override
    public Integer call() throws UsageProblem, DataProblem, SpecProblems {
        long start = System.nanoTime();
        SourceFile spec = spec();
        output.line(output.style().bold("The spec") + ", digits.cnn\n\n"
                + spec.text().strip().indent(2));
        Network network = FrontEnd.check(spec, FrontEndOptions.last()).network().orElseThrow();
        List<String> sources = generate(network);
        CompiledNet compiled = CompiledNet.of(network, true, run.numerics());
        DataSource digits = DataSource.digits();
        Dataset test = digits.test().orElseThrow();
        output.line("\n%s on %d digits, %d threads, %d epochs"
                .formatted(output.style().bold("Training"), digits.train().size(), run.threads(), EPOCHS));
        Parameters trained = train(compiled, digits.train());
        Path weights = folder.resolve("digits.safetensors");
        trained.save(weights);
        try (Model model = compiled.model(trained, run.threads())) {
            Evaluation result = Evaluation.of(model.description(), model::predict, test, CrossEntropy.mean());
            Metrics metrics = result.metrics().orElseThrow();
            show(model, test, metrics);
            double seconds = (System.nanoTime() - start) * 1e-9;
            output.line("%nThe generated source: %s%nThe weights:          %s%nAll of it took %.1f s."
                    .formatted(sources.get(0), weights, seconds));
            output.document(new Document(metrics.accuracy(), sources, weights.toString(), seconds));
        }
        return 0;
    }

    private static SourceFile spec() {
        try (InputStream in = Optional.ofNullable(DemoCommand.class.getResourceAsStream("/digits/digits.cnn"))
                .orElseThrow(() -> new IllegalStateException("this jar lacks digits.cnn"))) {
            return new SourceFile("digits.cnn", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> generate(Network network) throws DataProblem {
        List<GeneratedFile> files = Generation.java(network, "digits", run.numerics());
        List<String> paths = files.stream()
                .map(file -> folder.resolve(file.path()).toString())
                .toList();
        for (GeneratedFile file : files) {
            Path path = folder.resolve(file.path());
            OutputFiles.writeWithFolders(path, file.text());
        }
        long lines =
                files.stream().mapToLong(file -> file.text().lines().count()).sum();
        output.line(
                "%s %d classes, %,d lines of Java".formatted(output.style().bold("Generated"), files.size(), lines));
        return paths;
    }

    private Parameters train(CompiledNet compiled, Dataset digits) throws UsageProblem {
        Parameters fresh = Parameters.initialise(compiled.description(), 1);
        try (var progress = new DemoProgress(output);
                Model model = compiled.model(fresh, run.threads());
                Trainer trainer = Trainer.of(model.trainable(), CrossEntropy.mean(), AdamW.of(RATE))) {
            trainer.schedule(Cosine.over(EPOCHS).perStep())
                    .batch(BATCH)
                    .seed(1)
                    .augment(Augmentation.shift(1))
                    .listener(progress)
                    .fit(digits, EPOCHS);
            return trainer.parameters();
        }
    }

    private void show(Model model, Dataset test, Metrics metrics) {
        output.line("\n%s on the %d digits that were held back: %s, %d of them wrong\n"
                .formatted(
                        output.style().bold("Test"),
                        test.size(),
                        output.style().green("%.2f %%".formatted(100 * metrics.accuracy())),
                        metrics.total() - metrics.right()));
        output.line(new ConfusionTable(metrics, output.style()).text());
        output.line(new DigitGallery(output.style()).text(model, test));
    }
}
