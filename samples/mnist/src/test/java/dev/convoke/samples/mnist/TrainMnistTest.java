package dev.convoke.samples.mnist;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoke.runtime.data.Mnist;
import dev.convoke.runtime.training.Trainer;
import dev.convoke.samples.LeNet5;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainMnistTest {
    @Test
    void learnsFromASixthOfMnist() {
        Path mnist = shared("data/mnist");
        try (LeNet5 net = LeNet5.initialise(1);
                Trainer trainer = TrainMnist.trainer(net, 2)) {
            List<Double> accuracies = TrainMnist.accuracies(
                    trainer, Mnist.train(mnist).range(0, 10_000), Mnist.test(mnist).range(0, 2_000), 2);
            assertTrue(accuracies.get(1) > 0.9, "accuracy " + accuracies);
        }
    }

    /** The folder of the shared test data, if this machine has it: named by CONVOKE_SHARED, or beside the checkout. */
    static Path shared(String name) {
        String named = System.getenv("CONVOKE_SHARED");
        Path folder = named != null ? Path.of(named) : Path.of("").toAbsolutePath().resolve("../../../shared").normalize();
        Path file = folder.resolve(name);
        boolean there = Files.exists(file);
        if (!there) {
            System.out.println("skipped, as there is no " + file + ": CONVOKE_SHARED names the folder of the shared test data");
        }
        assumeTrue(there);
        return file;
    }
}
