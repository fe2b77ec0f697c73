package dev.convoke.samples.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoke.runtime.Model;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.samples.MyCnn;
import dev.convoke.samples.SimpleCnn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TutorialTest {
    @Test
    void printsTheShapesOfAllLayers() throws IOException {
        try (SimpleCnn net = SimpleCnn.initialise(1)) {
            String table = Tutorial.shapes(net);
            assertTrue(table.contains("[18, 32, 32]") && table.contains("[4608]"), table);
        }
    }

    @Test
    void simpleCnnComputesWhatPyTorchDoes() {
        Path golden = shared("goldens/SimpleCnn");
        try (SimpleCnn net = SimpleCnn.load(golden.resolve("weights.safetensors"))) {
            compare(net, golden);
        }
    }

    @Test
    void myCnnComputesWhatPyTorchDoes() {
        Path golden = shared("goldens/MyCnn");
        try (MyCnn net = MyCnn.load(golden.resolve("weights.safetensors"))) {
            compare(net, golden);
        }
    }

    private static void compare(Model net, Path golden) {
        try (SafetensorsFile file = SafetensorsFile.open(golden.resolve("inference.safetensors"))) {
            int batch = file.tensor("image").shape().get(0).intValue();
            float[] expected = file.floats("logits_from_float64");
            float[] found = new float[expected.length];
            net.predict(file.floats("image"), found, batch);
            float largest = 0;
            for (float each : expected) {
                largest = Math.max(largest, Math.abs(each));
            }
            for (int i = 0; i < found.length; i++) {
                assertEquals(expected[i], found[i], 2e-4f * largest, "logit " + i);
            }
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
