package dev.convoke.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.Trainable;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.generated.Twin;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed sources run, and all widths of vectors give the bits of the scalar code, in inference and in training. */
class GoldenRunTest {
    private static final int BATCH = 3;

    /** A net with its kernels, the scalar ones first. */
    private record Golden(NetDescription net, List<Twin> twins) {}

    static Stream<Named<Golden>> nets() {
        return Stream.of(
                golden(
                        Awkward.describe(),
                        new AwkwardScalar(),
                        new AwkwardVector4(),
                        new AwkwardVector8(),
                        new AwkwardVector16()),
                golden(
                        Residual.describe(),
                        new ResidualScalar(),
                        new ResidualVector4(),
                        new ResidualVector8(),
                        new ResidualVector16()),
                golden(
                        Vector.describe(),
                        new VectorScalar(),
                        new VectorVector4(),
                        new VectorVector8(),
                        new VectorVector16()),
                golden(
                        LeNet5.describe(),
                        new LeNet5Scalar(),
                        new LeNet5Vector4(),
                        new LeNet5Vector8(),
                        new LeNet5Vector16()),
                golden(
                        SimpleCnn.describe(),
                        new SimpleCnnScalar(),
                        new SimpleCnnVector4(),
                        new SimpleCnnVector8(),
                        new SimpleCnnVector16()));
    }

    private static Named<Golden> golden(NetDescription net, Twin... twins) {
        return Named.of(net.name(), new Golden(net, List.of(twins)));
    }

    @ParameterizedTest
    @MethodSource("nets")
    void allWidthsGiveTheSameBits(Golden golden) {
        Run scalar = run(golden.net(), golden.twins().get(0));
        for (float[] output : scalar.outputs()) {
            assertThat(output).doesNotContain(Float.NaN).isNotEqualTo(new float[output.length]);
        }
        for (Twin twin : golden.twins()) {
            Run found = run(golden.net(), twin);
            assertThat(found.outputs()).as("%d lanes: inference", twin.lanes()).isEqualTo(scalar.outputs());
            assertThat(found.gradients())
                    .as("%d lanes: gradients", twin.lanes())
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(scalar.gradients());
            assertThat(found.inputGradients())
                    .as("%d lanes: gradients of the inputs", twin.lanes())
                    .isEqualTo(scalar.inputGradients());
            assertThat(found.state())
                    .as("%d lanes: state", twin.lanes())
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(scalar.state());
        }
    }

    @Test
    void inferenceReadsNothingOfTheParametersThatAModelReleases() {
        releases(Residual.initialise(3));
        releases(LeNet5.initialise(3));
        releases(SimpleCnn.initialise(3));
    }

    private static float[][] arrays(List<Port> ports) {
        return ports.stream().map(port -> new float[9 * port.elements()]).toArray(float[][]::new);
    }

    private static void releases(Model model) {
        try (model) {
            NetDescription net = model.description();
            assertThat(net.inferenceStateFloats()).isLessThan(net.stateFloats());
            var random = new SplittableRandom(5);
            float[][] images = arrays(net.inputs());
            for (int i = 0; i < images.length; i++) {
                images[i] = noise(random, images[i].length);
            }
            float[][] before = arrays(net.outputs());
            float[][] after = arrays(net.outputs());
            model.predict(images, before, 9);
            model.releaseParameters();
            model.predict(images, after, 9);
            assertThat(after).isDeepEqualTo(before);
            assertThat(after[0]).doesNotContain(Float.NaN).isNotEqualTo(new float[after[0].length]);
        }
    }

    /** Everything that a twin computes from one batch. */
    private record Run(float[][] outputs, List<float[]> gradients, float[][] inputGradients, List<float[]> state) {}

    private static Run run(NetDescription net, Twin twin) {
        var random = new SplittableRandom(7);
        float[][] inputs = new float[net.inputs().size()][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = noise(random, BATCH * net.inputs().get(i).elements());
        }
        float[][] outputs = new float[net.outputs().size()][];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = new float[BATCH * net.outputs().get(i).elements()];
        }
        try (var trainable = new Trainable(net, twin, Parameters.initialise(net, 1), 2)) {
            trainable.predict(inputs, outputs, BATCH);
            trainable.forward(inputs, BATCH, 5);
            for (int i = 0; i < outputs.length; i++) {
                float[] noise = noise(random, outputs[i].length);
                System.arraycopy(noise, 0, trainable.outputGradients()[i], 0, noise.length);
            }
            trainable.backward(true);
            return new Run(
                    outputs,
                    tensors(net, trainable.gradients()),
                    trainable.inputGradients(),
                    tensors(net, trainable.state()));
        }
    }

    /** The tensors of an array; what lies between them is nobody's. */
    private static List<float[]> tensors(NetDescription net, float[] values) {
        return net.tensors().stream()
                .filter(tensor -> tensor.kind() != TensorDescription.Kind.COUNTER)
                .map(tensor -> Arrays.copyOfRange(values, tensor.offset(), tensor.offset() + tensor.elements()))
                .toList();
    }

    private static float[] noise(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
