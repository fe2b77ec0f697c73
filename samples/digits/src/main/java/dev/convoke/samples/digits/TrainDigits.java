package dev.convoke.samples.digits;

import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.training.AdamW;
import dev.convoke.runtime.training.Augmentation;
import dev.convoke.runtime.training.Cosine;
import dev.convoke.runtime.training.CrossEntropy;
import dev.convoke.runtime.training.EpochResult;
import dev.convoke.runtime.training.Evaluation;
import dev.convoke.runtime.training.Trainer;
import dev.convoke.runtime.training.TrainingListener;
import dev.convoke.samples.Digits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/** Trains {@link Digits} on the digits in this project's resources, tests it on those held back, and saves the weights. */
public final class TrainDigits {
    private static final int HELD_BACK = 360;

    private TrainDigits() {}

    /** Trains for 30 epochs. The argument is where the weights go, {@code digits.safetensors} by default. */
    public static void main(String[] arguments) throws IOException {
        Path weights = Path.of(arguments.length > 0 ? arguments[0] : "digits.safetensors");
        Dataset.Split digits = digits();
        try (Digits net = train(digits.first(), 30)) {
            System.out.printf("accuracy on %d held-back digits: %.2f %%%n", digits.rest().size(), 100 * accuracy(net, digits.rest()));
            net.parameters().save(weights);
            System.out.println("weights: " + weights);
        }
    }

    /** The digits: those to learn from, and those that are held back. */
    static Dataset.Split digits() throws IOException {
        try (InputStream images = resource("digits-images-idx3-ubyte");
                InputStream labels = resource("digits-labels-idx1-ubyte")) {
            Dataset all = dev.convoke.runtime.data.Digits.read(images, labels);
            return all.split(all.size() - HELD_BACK, 1);
        }
    }

    /** A trained net; the same call gives the same weights, on any machine. */
    static Digits train(Dataset digits, int epochs) {
        try (Digits fresh = Digits.initialise(1);
                Trainer trainer = Trainer.of(fresh.trainable(), CrossEntropy.mean(), AdamW.of(0.004))) {
            trainer.schedule(Cosine.over(epochs).perStep())
                    .batch(32)
                    .augment(Augmentation.shift(1))
                    .listener(new Lines())
                    .fit(digits, epochs);
            return Digits.of(trainer.parameters());
        }
    }

    static double accuracy(Digits net, Dataset digits) {
        return Evaluation.of(net.description(), net::predict, digits, CrossEntropy.mean())
                .accuracy()
                .orElseThrow();
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(TrainDigits.class.getResourceAsStream("/digits/" + name), name);
    }

    /** A line for each epoch. */
    private static final class Lines implements TrainingListener {
        @Override
        public void epochDone(EpochResult result) {
            System.out.printf(
                    "epoch %2d  loss %.4f  accuracy %.2f %%%n",
                    result.epoch(), result.loss(), 100 * result.accuracy().orElse(0.0));
        }
    }
}
