package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.differentiate.Differentiate;
import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.loop.Definition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Which layers are computed 16 elements at a time, in training too. */
class VectorisingTest {
    /** Those of sums, products, quotients, bounds, comparisons and functions alone. */
    private static final List<String> SIMPLE = List.of(
            "Relu",
            "Relu6",
            "LeakyRelu",
            "PRelu",
            "Hardswish",
            "Hardsigmoid",
            "Hardtanh",
            "Softsign",
            "Sigmoid",
            "Tanh",
            "Silu",
            "Elu",
            "Softplus",
            "Mish",
            "Threshold",
            "Scale",
            "Pad",
            "Crop",
            "Slice",
            "Upsample");

    private static Object[] arguments(String layer) {
        return switch (layer) {
            case "Threshold" -> new Object[] {"threshold", 0.5, "value", 0.0};
            case "Pad" -> new Object[] {"padding", 1, "mode", "reflect"};
            case "Crop" -> new Object[] {"size", 2};
            case "Slice" -> new Object[] {"start", 1, "dim", 2};
            case "Upsample" -> new Object[] {"scale_factor", List.of(2.0), "mode", "bilinear"};
            default -> new Object[0];
        };
    }

    @TestFactory
    Stream<DynamicTest> simpleLayersAreVectorised() {
        return SIMPLE.stream()
                .map(layer -> DynamicTest.dynamicTest(layer, () -> {
                    Bench.Builder net = new Bench.Builder();
                    Value x = net.input("x", Shape.of(32, 4, 4).extents().toArray(Integer[]::new));
                    Network network = net.build(net.add("y", layer, x, arguments(layer)));
                    for (Node node : Differentiate.of(network).graph().nodes()) {
                        Lowering lowering = new Lowering(
                                node.inputs().stream().map(Value::tensor).toList(),
                                node.output().tensor(),
                                0);
                        node.operator().lower(lowering);
                        Definition last = lowering.definitions()
                                .get(lowering.definitions().size() - 1);
                        boolean channels =
                                node.operator().batched() && last.axes().size() == 4;
                        assertThat(Vectorising.onlyVectorOperations(last.value()))
                                .as("%s", node.operator().kind())
                                .isTrue();
                        if (channels) {
                            assertThat(Vectorising.along(
                                            last.value(), last.axes().get(1).variable()))
                                    .as("%s along the channels", node.operator().kind())
                                    .isTrue();
                        }
                    }
                }));
    }
}
