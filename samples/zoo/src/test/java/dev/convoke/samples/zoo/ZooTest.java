package dev.convoke.samples.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoke.runtime.Model;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.samples.CaffeLeNet;
import dev.convoke.samples.CifarResNet20;
import dev.convoke.samples.MnistBurn;
import dev.convoke.samples.ResNet18;
import dev.convoke.samples.VggSmall;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ZooTest {
    @Test
    void picturesAreCroppedAndNormalised() {
        float[] pixels = Classify.pixels(new BufferedImage(300, 400, BufferedImage.TYPE_INT_RGB));
        assertEquals(3 * 224 * 224, pixels.length);
        assertEquals(-0.485f / 0.229f, pixels[0], 1e-6f);
    }

    @Test
    void resNet18ComputesWhatPyTorchDoes() {
        Path golden = shared("goldens/resnet18");
        try (ResNet18 net = ResNet18.load(golden.resolve("weights.safetensors"))) {
            compare(net, golden.resolve("inference.safetensors"), "image", "logits_from_float64");
        }
    }

    @Test
    void vggSmallComputesWhatPyTorchDoes() {
        Path golden = shared("goldens/VggSmall");
        try (VggSmall net = VggSmall.load(golden.resolve("weights.safetensors"))) {
            compare(net, golden.resolve("inference.safetensors"), "image", "logits_from_float64");
        }
    }

    @Test
    void caffeLeNetComputesWhatItsAuthorsNetDoes() {
        Path model = shared("data/real-models/caffe-lenet");
        try (CaffeLeNet net = CaffeLeNet.load(model.resolve("model.safetensors"))) {
            compare(net, model.resolve("golden.safetensors"), "input", "prob");
        }
    }

    @Test
    void mnistBurnComputesWhatItsAuthorsNetDoes() {
        Path model = shared("data/real-models/mnist-burn-safetensors");
        try (MnistBurn net = MnistBurn.load(model.resolve("model.safetensors"))) {
            compare(net, model.resolve("golden.safetensors"), "input", "output");
        }
    }

    @Test
    void cifarResNet20ComputesWhatItsAuthorsNetDoes() {
        Path model = shared("data/real-models/cifar10-resnet20");
        try (CifarResNet20 net = CifarResNet20.load(model.resolve("model.safetensors"))) {
            compare(net, model.resolve("golden.safetensors"), "input", "output");
        }
    }

    private static void compare(Model net, Path golden, String input, String output) {
        try (SafetensorsFile file = SafetensorsFile.open(golden)) {
            int batch = file.tensor(input).shape().get(0).intValue();
            float[] expected = file.floats(output);
            float[] found = new float[expected.length];
            net.predict(file.floats(input), found, batch);
            float largest = 0;
            for (float each : expected) {
                largest = Math.max(largest, Math.abs(each));
            }
            for (int i = 0; i < found.length; i++) {
                assertEquals(expected[i], found[i], 2e-4f * largest, "output " + i);
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
