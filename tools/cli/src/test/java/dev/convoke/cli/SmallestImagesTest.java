package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The smallest images that messages name for nets of the zoo are those that torchvision gives as {@code min_size} of its weights. */
class SmallestImagesTest {
    @ParameterizedTest
    @CsvSource({
        "alexnet.cnn, AlexNet, 63",
        "vgg.cnn, VGG16, 32",
        "squeezenet.cnn, SqueezeNet1_1, 17",
        "densenet.cnn, DenseNet121, 29",
        "inception_v3.cnn, InceptionV3, 75"
    })
    void onePixelLessIsTooSmall(String file, String net, int smallest) {
        Object spec = Tool.ROOT.resolve("samples/zoo/src/main/cnn").resolve(file);
        int less = smallest - 1;

        assertThat(Tool.run("summary", spec, "--net", net, "--input-size", "image=3x" + less + "x" + less)
                        .err())
                .contains("error[E210]")
                .contains("the smallest input that would do is `image: [3, " + smallest + ", " + smallest + "]`");
        assertThat(Tool.run("summary", spec, "--net", net, "--input-size", "image=3x" + smallest + "x" + smallest)
                        .status())
                .isZero();
    }
}
