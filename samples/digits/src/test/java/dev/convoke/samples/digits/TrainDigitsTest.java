package dev.convoke.samples.digits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convoke.runtime.data.Dataset;
import dev.convoke.samples.Digits;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainDigitsTest {
    @Test
    void learnsToReadAndKeepsItsWeights(@TempDir Path folder) throws IOException {
        Dataset.Split digits = TrainDigits.digits();
        Path weights = folder.resolve("digits.safetensors");
        float[] image = new float[64];
        digits.rest().copySample(0, image, 0);
        try (Digits net = TrainDigits.train(digits.first(), 30)) {
            double accuracy = TrainDigits.accuracy(net, digits.rest());
            assertTrue(accuracy >= 0.98, "accuracy " + accuracy);
            net.parameters().save(weights);
            try (Digits loaded = Digits.load(weights)) {
                assertArrayEquals(net.predict(image), loaded.predict(image));
            }
        }
    }
}
