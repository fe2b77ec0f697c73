package dev.convoke.runtime;

import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.problem.TrainingException;

/**
 * Batches that batch normalisation cannot be trained with: of a single value of a channel the variance is zero, and every sample would be
 * normalised to nothing. PyTorch refuses them likewise ("Expected more than 1 value per channel when training"). An instance normalisation looks at one
 * sample only, so that no batch helps it.
 */
final class SmallBatches {
    private SmallBatches() {}

    /** Refuses a batch that is too small to train with. */
    static void check(NetDescription net, int batch) {
        checkTrainable(net);
        if (batch < net.smallestTrainingBatch()) {
            throw problem(
                    net,
                    "this batch has " + samples(batch),
                    "train with batches of at least " + net.smallestTrainingBatch()
                            + " samples, or normalise before the maps shrink to a single value");
        }
    }

    /** Refuses epochs of which a batch would be too small. */
    static void checkEpoch(NetDescription net, int samples, int batch) {
        checkTrainable(net);
        int smallest = net.smallestTrainingBatch();
        if (samples < smallest) {
            throw problem(net, "the data have " + samples(samples), "give at least " + smallest + " samples");
        }
        if (batch < smallest) {
            check(net, batch);
        }
        if (!leavesEnough(samples, batch, smallest)) {
            throw problem(
                    net,
                    samples + " samples in batches of " + batch + " leave " + samples % batch + " for the last one",
                    "use batches of " + better(samples, batch, smallest));
        }
    }

    /** PyTorch's "Expected more than 1 spatial element when training". */
    private static void checkTrainable(NetDescription net) {
        if (net.smallestTrainingBatch() == Integer.MAX_VALUE) {
            throw new TrainingException(
                    ProblemKind.TRAINING_BATCH_TOO_SMALL,
                    net.name()
                            + " has an instance normalisation of a single value of each channel, which has no variance: no batch"
                            + " is large enough to train with",
                    "train with larger inputs, or normalise before the maps shrink to a single value");
        }
    }

    private static boolean leavesEnough(int samples, int batch, int smallest) {
        int last = samples % batch;
        return last == 0 || last >= smallest;
    }

    /** The nearest size whose last batch is large enough; there is one, as one batch of all samples is. */
    private static int better(int samples, int batch, int smallest) {
        for (int distance = 1; ; distance++) {
            if (batch - distance >= smallest && leavesEnough(samples, batch - distance, smallest)) {
                return batch - distance;
            }
            if (leavesEnough(samples, batch + distance, smallest)) {
                return batch + distance;
            }
        }
    }

    private static TrainingException problem(NetDescription net, String found, String hint) {
        return new TrainingException(
                ProblemKind.TRAINING_BATCH_TOO_SMALL,
                net.name()
                        + " has a batch normalisation of one value of each channel a sample, so that training needs at least "
                        + net.smallestTrainingBatch() + " samples a batch; " + found,
                hint);
    }

    private static String samples(int count) {
        return count == 1 ? "1 sample" : count + " samples";
    }
}
