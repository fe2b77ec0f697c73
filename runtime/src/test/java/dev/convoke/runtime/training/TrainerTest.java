package dev.convoke.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.runtime.LinearNet;
import dev.convoke.runtime.Trainable;
import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.data.TensorDataset;
import dev.convoke.runtime.generated.Randoms;
import dev.convoke.runtime.problem.CheckpointException;
import dev.convoke.runtime.problem.ConvokeException;
import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.problem.TrainingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir
    Path folder;

    /** Points near three corners, hard to miss. */
    static Dataset corners(int size, long key) {
        float[] x = new float[size * LinearNet.IN];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i * 7 % 3;
            for (int k = 0; k < LinearNet.IN; k++) {
                x[i * LinearNet.IN + k] = Randoms.uniform(key, 0, i * 100L + k) * 0.5f + (k == labels[i] ? 2f : 0f);
            }
        }
        return TensorDataset.labelled(List.of(1, 2, 3), x, labels);
    }

    private static Trainable fresh(int threads) {
        try (LinearNet net = LinearNet.initialise(7)) {
            net.threads(threads);
            return net.trainable();
        }
    }

    private static Trainer trainer(Trainable net, Optimiser optimiser) {
        return Trainer.of(net, CrossEntropy.mean(), optimiser)
                .batch(16)
                .seed(5)
                .schedule(Cosine.over(6).perStep().warmUp(3))
                .augment(Augmentation.flip().then(Augmentation.shift(1)));
    }

    private static final class Log implements TrainingListener {
        final List<String> events = new ArrayList<>();
        final List<Double> losses = new ArrayList<>();

        @Override
        public void epochStarted(int epoch, int epochs, int steps) {
            events.add("start " + epoch + "/" + epochs + " of " + steps);
        }

        @Override
        public void batchDone(int epoch, int step, int steps, double loss, double learningRate) {
            losses.add(loss);
        }

        @Override
        public void epochDone(EpochResult result) {
            events.add("done " + result.epoch());
        }

        @Override
        public void resumed(int epochs) {
            events.add("resumed " + epochs);
        }
    }

    @Test
    void learnsAndTellsHowItGoes() {
        Log log = new Log();
        try (Trainer trainer = Trainer.of(
                        fresh(2), CrossEntropy.mean(), Sgd.of(0.3).momentum(0.9))
                .batch(16)
                .listener(log)) {
            List<EpochResult> results = trainer.fit(corners(100, 1), corners(50, 2), 5);
            EpochResult last = results.get(4);
            assertThat(last.validation().orElseThrow().accuracy().orElseThrow()).isGreaterThan(0.95);
            assertThat(last.loss()).isLessThan(results.get(0).loss());
            assertThat(last.accuracy().orElseThrow()).isGreaterThan(0.7);
            assertThat(last.epoch()).isEqualTo(5);
            assertThat(last.learningRate()).isEqualTo(0.3);
            // 100 samples in batches of 16: seven steps, the last with four.
            assertThat(log.losses).hasSize(35);
            assertThat(log.events)
                    .startsWith("start 1/5 of 7", "done 1", "start 2/5 of 7")
                    .hasSize(10);
            double mean = 0;
            for (int i = 28; i < 35; i++) {
                mean += log.losses.get(i) * (i == 34 ? 4 : 16);
            }
            assertThat(last.loss()).isCloseTo(mean / 100, within(1e-12));
            assertThat(trainer.parameters().counter("norm.num_batches_tracked")).isEqualTo(35);
            assertThat(trainer.parameters().get("norm.running_mean")[0]).isNotZero();
            Evaluation again = trainer.evaluate(corners(50, 2));
            assertThat(again.loss()).isEqualTo(last.validation().orElseThrow().loss());
            try (LinearNet net = LinearNet.of(trainer.parameters())) {
                Evaluation used = Evaluation.of(net.description(), net::predict, corners(50, 2), CrossEntropy.mean());
                assertThat(used.loss()).isEqualTo(again.loss());
                assertThat(used.metrics().orElseThrow().total()).isEqualTo(50);
            }
        }
    }

    @Test
    void theResultIsDecidedBySeedAlone() {
        float[] alone = run(1, 5, true);
        assertThat(run(3, 5, true)).isEqualTo(alone);
        assertThat(run(1, 6, true)).isNotEqualTo(alone);
        assertThat(run(1, 5, false)).isNotEqualTo(alone);
    }

    private static float[] run(int threads, long seed, boolean shuffle) {
        try (Trainer trainer = trainer(fresh(threads), Adam.of(0.01)).seed(seed).shuffle(shuffle)) {
            trainer.fit(corners(100, 1), 4);
            return trainer.parameters().get("fc.weight");
        }
    }

    @Test
    void aResumedRunEndsWithTheSameBits() throws Exception {
        Dataset data = corners(100, 1);
        for (Optimiser optimiser : List.of(
                Sgd.of(0.1).momentum(0.9),
                Adam.of(0.01),
                AdamW.of(0.01),
                RmsProp.of(0.01).momentum(0.9))) {
            Path one = folder.resolve(optimiser.name() + "/one");
            Path two = folder.resolve(optimiser.name() + "/two");
            Log whole = new Log();
            Log second = new Log();
            try (Trainer trainer = trainer(fresh(1), optimiser).checkpoints(one).listener(whole)) {
                trainer.fit(data, 6);
            }
            try (Trainer trainer = trainer(fresh(2), optimiser).checkpoints(two)) {
                trainer.fit(data, 2);
            }
            try (LinearNet other = LinearNet.initialise(1234);
                    Trainer trainer = trainer(other.trainable(), optimiser)
                            .checkpoints(two)
                            .resume(true)
                            .listener(second)) {
                assertThat(trainer.fit(data, 6)).hasSize(4);
            }
            assertThat(second.events).startsWith("resumed 2", "start 3/6 of 7");
            assertThat(second.losses).isEqualTo(whole.losses.subList(14, 42));
            assertThat(Files.readAllBytes(two.resolve("checkpoint.safetensors")))
                    .isEqualTo(Files.readAllBytes(one.resolve("checkpoint.safetensors")));
            try (Stream<Path> left = Files.list(one)) {
                assertThat(left).hasSize(1);
            }
        }
    }

    @Test
    void unusableCheckpointsAreTold() {
        Dataset data = corners(40, 1);
        try (Trainer trainer = trainer(fresh(1), Adam.of(0.01)).checkpoints(folder)) {
            trainer.fit(data, 1);
        }
        assertThatThrownBy(() -> trainer(fresh(1), Sgd.of(0.01))
                        .seed(6)
                        .checkpoints(folder)
                        .resume(true)
                        .fit(data, 2))
                .isInstanceOfSatisfying(CheckpointException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ProblemKind.CHECKPOINT_MISMATCH);
                    assertThat(e.getMessage())
                            .contains("optimiser adam (now sgd)")
                            .contains("seed 5 (now 6)");
                });
        fresh(1).parameters().save(folder.resolve("checkpoint.safetensors"));
        assertThatThrownBy(() -> trainer(fresh(1), Adam.of(0.01))
                        .checkpoints(folder)
                        .resume(true)
                        .fit(data, 2))
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        e -> assertThat(e.kind()).isEqualTo(ProblemKind.CHECKPOINT_INCOMPLETE));
        assertThatThrownBy(() -> trainer(fresh(1), Adam.of(0.01)).resume(true).fit(data, 2))
                .isInstanceOf(TrainingException.class);
    }

    @Test
    void gradientsAreThoseOfTheLoss() {
        Trainable net = fresh(1);
        Dataset data = corners(5, 3);
        float[][] x = new float[1][5 * LinearNet.IN];
        int[] labels = new int[5];
        for (int i = 0; i < 5; i++) {
            data.copySample(i, x[0], i * LinearNet.IN);
            labels[i] = data.label(i);
        }
        Targets targets = new Targets.Labels(labels);
        Trainer trainer = Trainer.of(net, CrossEntropy.mean(), Sgd.of(1)).seed(3);
        trainer.gradients(x, targets, 5, true);
        float[] g = net.gradients().clone();
        float[] dx = net.inputGradients()[0].clone();
        float h = 1f / 512;
        for (int i = 0; i < LinearNet.IN * LinearNet.OUT + LinearNet.OUT; i++) {
            assertThat((double) g[i])
                    .as("parameter %d", i)
                    .isCloseTo(slope(trainer, x, targets, net.state(), i, h), within(1e-4));
        }
        for (int i = 0; i < x[0].length; i++) {
            assertThat((double) dx[i])
                    .as("input %d", i)
                    .isCloseTo(slope(trainer, x, targets, x[0], i, h), within(1e-4));
        }
        trainer.gradients(x, targets, 5, true);
        assertThat(net.gradients()).as("not summed over calls").isEqualTo(g);
        assertThat(net.inputGradients()[0]).isEqualTo(dx);
    }

    private static double slope(Trainer trainer, float[][] x, Targets targets, float[] array, int i, float h) {
        float kept = array[i];
        array[i] = kept + h;
        double above = trainer.gradients(x, targets, 5, false);
        array[i] = kept - h;
        double below = trainer.gradients(x, targets, 5, false);
        array[i] = kept;
        return (above - below) / (2 * h);
    }

    @Test
    void meanSquaredErrorTrainsOnTargets() {
        Dataset labelled = corners(60, 1);
        float[] x = new float[60 * LinearNet.IN];
        float[] y = new float[60 * LinearNet.OUT];
        for (int i = 0; i < 60; i++) {
            labelled.copySample(i, x, i * LinearNet.IN);
            y[i * LinearNet.OUT + labelled.label(i)] = 1;
        }
        Dataset data = TensorDataset.targeted(List.of(LinearNet.IN), x, y, 60);
        try (Trainer trainer = Trainer.of(fresh(1), MeanSquaredError.mean(), Adam.of(0.05))) {
            List<EpochResult> results = trainer.fit(data, data, 20);
            assertThat(results.get(19).loss()).isLessThan(results.get(0).loss() / 2);
            assertThat(results.get(19).accuracy()).isEmpty();
            assertThat(results.get(19).validation().orElseThrow().metrics()).isEmpty();
        }
    }

    private static ProblemKind fault(Dataset data, Loss loss) {
        try (Trainer trainer = Trainer.of(fresh(1), loss, Sgd.of(0.1))) {
            trainer.fit(data, 1);
            throw new AssertionError("accepted");
        } catch (ConvokeException e) {
            assertThat(e.hint()).isNotEmpty();
            return e.kind();
        }
    }

    @Test
    void dataThatDoNotFitAreTold() {
        assertThat(fault(TensorDataset.labelled(List.of(1, 3, 2), new float[6], new int[] {0}), CrossEntropy.mean()))
                .isEqualTo(ProblemKind.DATA_MISMATCH);
        assertThat(fault(TensorDataset.labelled(List.of(1, 2, 3), new float[6], new int[] {3}), CrossEntropy.mean()))
                .isEqualTo(ProblemKind.DATA_LABEL_OUT_OF_RANGE);
        assertThat(fault(TensorDataset.labelled(List.of(1, 2, 3), new float[0], new int[0]), CrossEntropy.mean()))
                .isEqualTo(ProblemKind.DATA_EMPTY);
        assertThat(fault(corners(3, 1), MeanSquaredError.mean())).isEqualTo(ProblemKind.DATA_MISMATCH);
        assertThat(fault(TensorDataset.targeted(List.of(1, 2, 3), new float[6], new float[3], 1), CrossEntropy.mean()))
                .isEqualTo(ProblemKind.DATA_MISMATCH);
        assertThat(fault(
                        TensorDataset.labelled(List.of(6), new float[] {Float.NaN, 0, 0, 0, 0, 0}, new int[] {2}),
                        CrossEntropy.mean()))
                .isEqualTo(ProblemKind.TRAINING_DIVERGED);
        assertThatThrownBy(() -> TensorDataset.labelled(List.of(6), new float[7], new int[1]))
                .isInstanceOf(DataException.class);
    }

    @Test
    void batchesThatAreTooSmallForBatchNormalisationAreTold() {
        try (LinearNet net = LinearNet.normalised(7);
                Trainer trainer = Trainer.of(net.trainable(), CrossEntropy.mean(), Sgd.of(0.1))) {
            Targets one = new Targets.Labels(new int[] {1});
            assertThatThrownBy(() -> trainer.step(new float[1][LinearNet.IN], one, 1, 0.1))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("this batch has 1 sample")
                    .hasMessageContaining("at least 2 samples");
            assertThatThrownBy(() -> trainer.batch(8).fit(corners(17, 1), 1))
                    .hasMessageContaining("17 samples in batches of 8 leave 1 for the last one")
                    .hasMessageContaining("use batches of 7");
            assertThatThrownBy(() -> trainer.batch(2).fit(corners(5, 1), 1)).hasMessageContaining("use batches of 3");
            assertThatThrownBy(() -> trainer.batch(1).fit(corners(5, 1), 1))
                    .hasMessageContaining("this batch has 1 sample");
            assertThatThrownBy(() -> trainer.batch(8).fit(corners(1, 1), 1))
                    .hasMessageContaining("the data have 1 sample");
            assertThat(trainer.batch(7).fit(corners(17, 1), 1)).hasSize(1);
            assertThat(trainer.batch(64).fit(corners(17, 1), corners(1, 2), 1)).hasSize(1);
        }
    }

    @Test
    void divergenceLeavesTheWeights() {
        Trainable net = fresh(1);
        float[] before = net.parameters().get("fc.weight");
        Trainer trainer = Trainer.of(net, CrossEntropy.mean(), Sgd.of(0.1));
        float[][] x = {new float[LinearNet.IN]};
        x[0][1] = Float.POSITIVE_INFINITY;
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        trainer.step(x, new Targets.Labels(new int[] {0}), 1, 0.1);
                    }
                })
                .isInstanceOfSatisfying(
                        TrainingException.class, e -> assertThat(e.hint()).contains("learning rate"));
        assertThat(net.parameters().get("fc.weight")).isEqualTo(before);
    }

    @Test
    void confusionsAreCounted() {
        Metrics metrics = new Metrics(3);
        metrics.add(new float[] {1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1}, 4, new int[] {0, 0, 1, 2});
        assertThat(metrics.accuracy()).isEqualTo(0.75);
        assertThat(metrics.count(0, 1)).isEqualTo(1);
        assertThat(metrics.count(1, 0)).isZero();
        assertThat(metrics.precision(1)).isEqualTo(0.5);
        assertThat(metrics.recall(0)).isEqualTo(0.5);
        assertThat(metrics.recall(2)).isEqualTo(1);
    }

    @Test
    void shiftsAndFlipsMoveWholeImages() {
        float[] image = {9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 9};
        Shift.plane(image, 1, 3, 4, 1, -1);
        assertThat(image).containsExactly(9, 0, 0, 0, 0, 2, 3, 4, 0, 6, 7, 8, 0, 9);
        Shift.plane(image, 1, 3, 4, -1, 2);
        assertThat(image).containsExactly(9, 0, 0, 2, 3, 0, 0, 6, 7, 0, 0, 0, 0, 9);
        int flipped = 0;
        for (int key = 0; key < 100; key++) {
            float[] row = {1, 2, 3};
            Augmentation.flip().apply(row, 0, List.of(1, 1, 3), key);
            assertThat(row[1]).isEqualTo(2);
            flipped += row[0] == 3 && row[2] == 1 ? 1 : 0;
        }
        assertThat(flipped).isBetween(30, 70);
    }
}
