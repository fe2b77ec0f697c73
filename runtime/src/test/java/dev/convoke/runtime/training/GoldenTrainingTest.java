package dev.convoke.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.runtime.LeNetTwin;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.SharedData;
import dev.convoke.runtime.Trainable;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs of PyTorch in double precision: loss, gradients and ten steps of each optimiser. */
class GoldenTrainingTest {
    private final LeNetTwin twin = new LeNetTwin();

    private Trainable trainable() {
        return new Trainable(
                twin.description(),
                twin,
                Parameters.load(twin.description(), SharedData.path("goldens/LeNet5/weights.safetensors")),
                2);
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    private static double relativeError(float[] found, int at, float[] truth) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < truth.length; i++) {
            difference += Math.pow((double) found[at + i] - truth[i], 2);
            size += Math.pow(truth[i], 2);
        }
        return Math.sqrt(difference / size);
    }

    @Test
    void lossAndGradientsAreThoseOfPyTorch() {
        try (SafetensorsFile golden = SafetensorsFile.open(SharedData.path("goldens/LeNet5/gradients.safetensors"));
                Trainable net = trainable()) {
            int[] labels = ints(golden.longs("labels"));
            Trainer trainer = Trainer.of(net, CrossEntropy.mean(), Sgd.of(0.1));
            double loss = trainer.gradients(
                    new float[][] {golden.floats("image")}, new Targets.Labels(labels), labels.length, false);
            float truth = golden.floats("loss")[0];
            assertThat(Math.abs(loss - truth) / truth).isLessThan(1e-5);
            for (TensorDescription tensor : net.description().tensors()) {
                assertThat(relativeError(net.gradients(), tensor.offset(), golden.floats("grad." + tensor.name())))
                        .as(tensor.name())
                        .isLessThan(1e-4);
            }
        }
    }

    static Stream<Arguments> optimisers() {
        return Stream.of(
                Arguments.of("sgd", Sgd.of(0.01)),
                Arguments.of(
                        "sgd-nesterov-decay",
                        Sgd.of(0.005).momentum(0.9).nesterov().weightDecay(5e-4)),
                Arguments.of("adam", Adam.of(1e-3)),
                Arguments.of("adamw", AdamW.of(1e-3).weightDecay(0.05)),
                Arguments.of("rmsprop", RmsProp.of(1e-4).alpha(0.9).momentum(0.9)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimisers")
    void tenStepsFollowPyTorch(String name, Optimiser optimiser) {
        try (SafetensorsFile golden =
                        SafetensorsFile.open(SharedData.path("goldens/LeNet5/training-" + name + ".safetensors"));
                Trainable net = trainable()) {
            int steps = golden.tensor("images").shape().get(0).intValue();
            int batch = golden.tensor("images").shape().get(1).intValue();
            float[] images = golden.floats("images");
            int[] labels = ints(golden.longs("labels"));
            float[] losses = golden.floats("losses");
            Trainer trainer = Trainer.of(net, CrossEntropy.mean(), optimiser);
            for (int step = 0; step < steps; step++) {
                float[] inputs = Arrays.copyOfRange(images, step * batch * 784, (step + 1) * batch * 784);
                int[] wanted = Arrays.copyOfRange(labels, step * batch, (step + 1) * batch);
                double loss = trainer.step(
                        new float[][] {inputs}, new Targets.Labels(wanted), batch, optimiser.learningRate());
                assertThat(Math.abs(loss - losses[step]) / losses[step])
                        .as("step %d", step)
                        .isLessThan(1e-4);
            }
            for (TensorDescription tensor : net.description().tensors()) {
                assertThat(relativeError(net.state(), tensor.offset(), golden.floats("final." + tensor.name())))
                        .as(tensor.name())
                        .isLessThan(1e-4);
            }
        }
    }
}
