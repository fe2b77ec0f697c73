package dev.convoke.runtime.training;

import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.Trainable;
import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.generated.Randoms;
import dev.convoke.runtime.problem.FileException;
import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.problem.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains a network. The result is decided by weights, data, settings and seed alone: the number of threads, the machine and interruptions
 * between epochs (with {@link #resume}) leave no trace in it.
 *
 * <pre>{@code
 * var trainer = Trainer.of(net.trainable(), CrossEntropy.mean(), Sgd.of(0.1).momentum(0.9)).schedule(Cosine.over(epochs));
 * trainer.fit(train, validation, epochs);
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class Trainer implements AutoCloseable {
    private static final long SHUFFLE = 1;
    private static final long DROPOUT = 2;
    private static final long AUGMENT = 3;

    private final Trainable net;
    private final Loss loss;
    private final Optimiser optimiser;
    private final OptimiserState state;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Schedule schedule = Schedule.constant();
    private Augmentation augmentation = Augmentation.none();
    private Optional<Heads> heads = Optional.empty();
    private Optional<Path> checkpoints = Optional.empty();
    private boolean resume;
    private boolean shuffle = true;
    private int batchSize = 64;
    private long seed;
    private long steps;

    private Trainer(Trainable net, Loss loss, Optimiser optimiser) {
        this.net = net;
        this.loss = loss;
        this.optimiser = optimiser;
        this.state = new OptimiserState(net.description(), optimiser);
    }

    /** With batches of 64, seed 0, a constant rate, and samples in a new random order in each epoch. */
    public static Trainer of(Trainable net, Loss loss, Optimiser optimiser) {
        return new Trainer(net, loss, optimiser);
    }

    /** How the learning rate changes. */
    public Trainer schedule(Schedule value) {
        schedule = value;
        return this;
    }

    /**
     * Samples per step; an epoch's last step has what is left. Where that is too little for a batch normalisation of single values, {@code fit} does
     * not begin and names another size.
     */
    public Trainer batch(int samples) {
        batchSize = Settings.atLeast1("batch", samples);
        return this;
    }

    /**
     * The output that the loss is on, for a network with several; the others are not trained. Named again for another output, the losses on all named
     * ones are added up, with the same targets; the network is judged by the first.
     *
     * @throws dev.convoke.runtime.problem.InputException if there is no such output
     */
    public Trainer lossOn(String output) {
        return lossOn(output, 1);
    }

    /**
     * As {@link #lossOn(String)}, with a weight: {@code trainer.lossOn("logits").lossOn("aux", 0.3)} makes {@code loss(logits) + 0.3 * loss(aux)} small.
     *
     * @param weight above 0
     * @throws dev.convoke.runtime.problem.InputException if there is no such output
     */
    public Trainer lossOn(String output, double weight) {
        NetDescription description = net.description();
        heads = Optional.of(
                heads.isPresent()
                        ? heads.get().and(description, output, weight)
                        : Heads.of(description, output, weight));
        return this;
    }

    /**
     * The output that the network is judged by: the first that the loss is on.
     *
     * @throws dev.convoke.runtime.problem.InputException if there are several outputs and none was named
     */
    public Port judgedBy() {
        return heads().main().port();
    }

    private Heads heads() {
        return heads.orElseGet(() -> Heads.only(net.description()));
    }

    /** Decides order, dropout and augmentation. */
    public Trainer seed(long value) {
        seed = value;
        return this;
    }

    /** Whether each epoch takes the samples in a new order; otherwise in that of the set. */
    public Trainer shuffle(boolean value) {
        shuffle = value;
        return this;
    }

    /** A random change of each training sample. */
    public Trainer augment(Augmentation value) {
        augmentation = value;
        return this;
    }

    /** Adds a listener. */
    public Trainer listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Writes {@code checkpoint.safetensors} into a folder, which is made if need be, after each epoch; each replaces the one before. */
    public Trainer checkpoints(Path folder) {
        checkpoints = Optional.of(folder);
        return this;
    }

    /** Goes on from the folder's checkpoint, if there is one; the run then ends as it would have without the interruption. */
    public Trainer resume(boolean value) {
        resume = value;
        return this;
    }

    /** The network in training. */
    public Trainable trainable() {
        return net;
    }

    /** A copy of the present weights. */
    public Parameters parameters() {
        return net.parameters();
    }

    /** Trains without validation. */
    public List<EpochResult> fit(Dataset train, int epochs) {
        return fit(train, Optional.empty(), epochs);
    }

    /** Trains, and evaluates on {@code validation} after each epoch. */
    public List<EpochResult> fit(Dataset train, Dataset validation, int epochs) {
        return fit(train, Optional.of(validation), epochs);
    }

    /**
     * Trains until {@code epochs} epochs are done, those of a resumed run counted.
     *
     * @return the epochs done now
     * @throws dev.convoke.runtime.problem.ConvokeException if data, network and settings do not fit, the loss stops being a number, or a checkpoint
     *     cannot be read or written
     */
    public List<EpochResult> fit(Dataset train, Optional<Dataset> validation, int epochs) {
        NetDescription description = net.description();
        Heads chosen = heads();
        chosen.heads().forEach(head -> Batch.check(description, head.port(), train, loss));
        net.checkEpoch(train.size(), batchSize);
        checkAugmentation(chosen.main().port().shape());
        Batch batch = new Batch(train, loss, Math.min(batchSize, train.size()));
        Optional<Evaluation.Run> evaluation =
                validation.map(it -> new Evaluation.Run(description, chosen.main(), it, loss));
        int done = start(train);
        int[] order = new int[train.size()];
        List<EpochResult> results = new ArrayList<>();
        for (int epoch = done + 1; epoch <= epochs; epoch++) {
            long began = System.nanoTime();
            Totals totals = epoch(batch, order, epoch, epochs);
            Optional<Evaluation> after = evaluation.map(it -> it.over(net::predict));
            saveCheckpoint(epoch, train.size());
            EpochResult result = new EpochResult(
                    epoch,
                    (System.nanoTime() - began) * 1e-9,
                    totals.rate,
                    Evaluation.whole(loss, totals.loss, train.size()),
                    totals.accuracy(),
                    after);
            results.add(result);
            listeners.forEach(it -> it.epochDone(result));
        }
        return List.copyOf(results);
    }

    private void checkAugmentation(List<Integer> output) {
        if (!augmentation.isNone() && output.size() > 1) {
            throw new TrainingException(
                    ProblemKind.SETTING_OUT_OF_RANGE,
                    "augmentation changes pictures, but not the maps " + output
                            + " that this net is trained to give for them",
                    "train without it, or change pictures and targets in a Dataset of your own");
        }
    }

    private int start(Dataset train) {
        if (resume && checkpoints.isEmpty()) {
            throw new TrainingException(
                    ProblemKind.SETTING_OUT_OF_RANGE,
                    "resume without a folder of checkpoints",
                    "name the folder of checkpoints");
        }
        if (checkpoints.isPresent()) {
            Path folder = checkpoints.get();
            Path file = folder.resolve(Checkpoint.FILE);
            if (resume && Files.exists(file)) {
                Checkpoint found = Checkpoint.restore(file, checkpoint(0, train.size()), net, state);
                steps = found.steps();
                listeners.forEach(it -> it.resumed(found.epochs()));
                return found.epochs();
            }
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw FileException.writing(folder, e);
            }
        }
        return 0;
    }

    private Checkpoint checkpoint(int epochs, int samples) {
        return new Checkpoint(epochs, steps, seed, batchSize, samples, optimiser.name());
    }

    private void saveCheckpoint(int epoch, int samples) {
        checkpoints.ifPresent(
                folder -> checkpoint(epoch, samples).write(folder.resolve(Checkpoint.FILE), net.parameters(), state));
    }

    private static final class Totals {
        double loss;
        long right;
        long judged;
        double rate;

        Optional<Double> accuracy() {
            return judged == 0 ? Optional.empty() : Optional.of((double) right / judged);
        }
    }

    private Totals epoch(Batch batch, int[] order, int epoch, int epochs) {
        int stepsPerEpoch = (order.length + batchSize - 1) / batchSize;
        listeners.forEach(it -> it.epochStarted(epoch, epochs, stepsPerEpoch));
        arrange(order, epoch);
        long augmentKey = Randoms.bitsAt(Randoms.streamKey(seed, AUGMENT), epoch);
        Heads.Head main = heads().main();
        Totals totals = new Totals();
        for (int step = 0; step < stepsPerEpoch; step++) {
            int first = step * batch.capacity();
            int count = Math.min(batch.capacity(), order.length - first);
            for (int i = 0; i < count; i++) {
                batch.set(i, order[first + i]);
                batch.augment(i, augmentation, Randoms.bitsAt(augmentKey, first + i));
            }
            double rate = schedule.rate(optimiser.learningRate(), steps, stepsPerEpoch);
            double value = step(batch.inputs(), batch.targets(), count, rate);
            totals.loss += Evaluation.share(loss, value, count);
            totals.rate = rate;
            if (loss.wantsLabels()) {
                judge(totals, main, batch.labels(), count);
            }
            for (TrainingListener listener : listeners) {
                listener.batchDone(epoch, step + 1, stepsPerEpoch, value, rate);
            }
        }
        return totals;
    }

    private void arrange(int[] order, int epoch) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (shuffle) {
            Randoms.shuffle(order, Randoms.bitsAt(Randoms.streamKey(seed, SHUFFLE), epoch));
        }
    }

    private void judge(Totals totals, Heads.Head main, int[] labels, int count) {
        List<Integer> shape = main.port().shape();
        int classes = shape.get(0);
        int positions = Shapes.positions(shape);
        float[] outputs = net.outputs()[main.output()];
        for (int i = 0; i < count * positions; i++) {
            if (!loss.ignores(labels[i])) {
                totals.judged++;
                int predicted = Shapes.predicted(outputs, i / positions, i % positions, classes, positions);
                totals.right += predicted == labels[i] ? 1 : 0;
            }
        }
    }

    /**
     * One step on a batch of the caller's: forward, loss, backward, update.
     *
     * @param rate the learning rate of this step
     * @return the loss before the update
     * @throws TrainingException if the loss is infinite or not a number; the weights are not updated then
     */
    public double step(float[][] inputs, Targets targets, int batch, double rate) {
        double value = gradients(inputs, targets, batch, false);
        if (!Double.isFinite(value)) {
            throw new TrainingException(
                    ProblemKind.TRAINING_DIVERGED,
                    "the loss is " + value + " in step " + (steps + 1),
                    "lower the learning rate, warm it up over some hundred steps, or check the data for infinities");
        }
        state.step(net.workers(), net.state(), net.gradients(), rate);
        net.updated();
        steps++;
        return value;
    }

    /**
     * Forward, loss and backward without an update: {@link Trainable#gradients()} holds the parameters' gradients afterwards, and {@link
     * Trainable#inputGradients()} the inputs', if wanted.
     *
     * @return the loss
     */
    public double gradients(float[][] inputs, Targets targets, int batch, boolean wantsInputGradients) {
        Heads chosen = heads();
        net.forward(inputs, batch, Randoms.bitsAt(Randoms.streamKey(seed, DROPOUT), steps));
        double value = chosen.evaluate(net, loss, batch, targets);
        net.backward(wantsInputGradients);
        return value;
    }

    /** Evaluates the present weights; by the first of the outputs that the loss is on. */
    public Evaluation evaluate(Dataset data) {
        return new Evaluation.Run(net.description(), heads().main(), data, loss).over(net::predict);
    }

    /** Ends the network's threads; {@link #parameters()} still works. */
    @Override
    public void close() {
        net.close();
    }
}
