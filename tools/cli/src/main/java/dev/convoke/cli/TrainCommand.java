package dev.convoke.cli;

import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.training.EpochResult;
import dev.convoke.runtime.training.Evaluation;
import dev.convoke.runtime.training.Loss;
import dev.convoke.runtime.training.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a net. */
@Command(
        name = "train",
        customSynopsis = "convoke train FILE --data KIND:DIR --epochs N [OPTION...]",
        description = "Trains a net on a data set.")
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private Output output = new Output();

    @Mixin
    private NetOptions net = new NetOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "KIND:DIR",
            description =
                    "mnist:DIR, cifar10:DIR, images:DIR (a folder for each class), tensors:FILE (`images` and `labels`, "
                            + "taken in their order), or digits (built in).")
    private String data = "";

    @Option(names = "--epochs", required = true, paramLabel = "N", description = "How often each sample is seen.")
    private int epochs;

    @Option(names = "--batch", paramLabel = "B", description = "Samples of a step; 64 by default.")
    private int batch = 64;

    @Mixin
    private LossOptions losses = new LossOptions();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides weights, order, dropout and augmentation; 0 by default.")
    private long seed;

    @Option(names = "--weights", paramLabel = "W", description = "Begins with these weights instead of fresh ones.")
    private Optional<Path> weights = Optional.empty();

    @Option(names = "--output", paramLabel = "W", description = "Receives the trained weights as safetensors.")
    private Optional<Path> result = Optional.empty();

    @Option(names = "--checkpoint", paramLabel = "DIR", description = "Receives a checkpoint after each epoch.")
    private Optional<Path> checkpoint = Optional.empty();

    @Option(names = "--resume", description = "Goes on from the checkpoint in --checkpoint, if there is one.")
    private boolean resume;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Receives a page with the run's curves.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--log-steps", description = "Adds the loss of every step to --json.")
    private boolean logSteps;

    /** The result as JSON. */
    private record Document(List<Epoch> epochs, Optional<List<Double>> steps) {}

    /** An epoch as JSON. */
    record Epoch(
            int epoch,
            double seconds,
            double trainLoss,
            Optional<Double> trainAccuracy,
            Optional<Double> testLoss,
            Optional<Double> testAccuracy) {

        static Epoch of(EpochResult result) {
            return new Epoch(
                    result.epoch(),
                    result.seconds(),
                    result.loss(),
                    result.accuracy(),
                    result.validation().map(Evaluation::loss),
                    result.validation().flatMap(Evaluation::accuracy));
        }
    }

    @Override
    public Integer call() throws UsageProblem, DataProblem, SpecProblems {
        check();
        Loss loss = losses.loss();
        Map<String, Double> outputs = losses.outputs();
        CompiledNet compiled = net.compile(true, run.numerics());
        NetDescription description = compiled.description();
        if (description.inputs().size() != 1) {
            throw new DataProblem(
                    DataCode.NET_UNSUITABLE,
                    description.name() + " has " + description.inputs().size() + " inputs; data sets have one",
                    "write the loop in Java over Trainer.step");
        }
        DataSource source = DataSource.read(data, description.inputs().get(0).shape());
        Parameters parameters = weights.isPresent()
                ? Parameters.load(description, weights.get())
                : Parameters.initialise(description, seed);
        var progress = new Progress(output);
        try (Model model = compiled.model(parameters, run.threads());
                Trainer trainer = Trainer.of(model.trainable(), loss, training.optimiser())) {
            outputs.forEach(trainer::lossOn);
            configure(trainer, source, progress);
            List<Epoch> done = trainer.fit(source.train(), source.test(), epochs).stream()
                    .map(Epoch::of)
                    .toList();
            if (result.isPresent()) {
                trainer.parameters().save(result.get());
                output.line("weights: " + result.get());
            }
            if (report.isPresent()) {
                TrainingReport.of(description.name(), done, progress.losses()).write(report.get());
                output.line("report: " + report.get());
            }
            output.document(new Document(done, logSteps ? Optional.of(progress.losses()) : Optional.empty()));
        } finally {
            progress.close();
        }
        return 0;
    }

    private void check() throws UsageProblem {
        UsageProblem.requireAtLeast1("--epochs", epochs);
        UsageProblem.requireAtLeast1("--batch", batch);
        training.check();
        DataSource.check(data);
        run.threads();
        if (resume && checkpoint.isEmpty()) {
            throw new UsageProblem("--resume needs --checkpoint DIR");
        }
        for (Optional<Path> file : List.of(result, report)) {
            if (file.isPresent()) {
                OutputFiles.requireWritable(file.get());
            }
        }
    }

    private void configure(Trainer trainer, DataSource source, Progress progress) throws UsageProblem {
        trainer.schedule(training.schedule(epochs))
                .batch(batch)
                .seed(seed)
                .shuffle(!source.inOrder())
                .augment(training.augmentation())
                .listener(progress)
                .resume(resume);
        if (checkpoint.isPresent()) {
            trainer.checkpoints(checkpoint.get());
        }
    }
}
