package dev.convoke.samples.mnist;

import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.data.Mnist;
import dev.convoke.runtime.training.Cosine;
import dev.convoke.runtime.training.CrossEntropy;
import dev.convoke.runtime.training.EpochResult;
import dev.convoke.runtime.training.Evaluation;
import dev.convoke.runtime.training.Sgd;
import dev.convoke.runtime.training.Trainer;
import dev.convoke.runtime.training.TrainingListener;
import dev.convoke.samples.LeNet5;
import java.nio.file.Path;
import java.util.List;

/** Trains LeNet-5 on MNIST (or Fashion-MNIST, which has the same form) from a folder with its four idx files. */
public final class TrainMnist {
    private TrainMnist() {}

    /** Arguments: the folder, and where the weights go, {@code lenet5.safetensors} by default. */
    public static void main(String[] arguments) {
        if (arguments.length < 1) {
            System.err.println("usage: TrainMnist FOLDER [WEIGHTS]");
            System.exit(2);
        }
        Path folder = Path.of(arguments[0]);
        Path weights = Path.of(arguments.length > 1 ? arguments[1] : "lenet5.safetensors");
        try (LeNet5 fresh = LeNet5.initialise(1);
                Trainer trainer = trainer(fresh, 5)) {
            trainer.listener(new Lines()).fit(Mnist.train(folder), Mnist.test(folder), 5);
            trainer.parameters().save(weights);
        }
        System.out.println("weights: " + weights);
    }

    /** SGD with momentum down to zero along a cosine. */
    static Trainer trainer(LeNet5 net, int epochs) {
        return Trainer.of(net.trainable(), CrossEntropy.mean(), Sgd.of(0.05).momentum(0.9))
                .schedule(Cosine.over(epochs).perStep())
                .batch(64);
    }

    /** The test accuracy after each epoch. */
    static List<Double> accuracies(Trainer trainer, Dataset train, Dataset test, int epochs) {
        return trainer.fit(train, test, epochs).stream()
                .map(result -> result.validation().flatMap(Evaluation::accuracy).orElseThrow())
                .toList();
    }

    /** A line for each epoch. */
    private static final class Lines implements TrainingListener {
        @Override
        public void epochDone(EpochResult result) {
            double accuracy = result.validation().flatMap(Evaluation::accuracy).orElse(0.0);
            System.out.printf(
                    "epoch %d  %.1f s  loss %.4f  test accuracy %.2f %%%n",
                    result.epoch(), result.seconds(), result.loss(), 100 * accuracy);
        }
    }
}
