package dev.convoke.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Param;

/** The samples have what the benchmarks name; timing is done by hand. */
class NetTest {
    @ParameterizedTest
    @EnumSource
    void theSamplesHaveTheNet(Net net) {
        assertThat(net.network().name()).isEqualTo(net.label());
        assertThat(Net.of(net.label())).isEqualTo(net);
    }

    @Test
    void theNetsHaveTheStagesThatKernelsAreTimedOf() throws NoSuchFieldException {
        for (String stage : values(Kernels.class.getField("stage"))) {
            String[] path = stage.split("/", 2);
            assertThat(Net.of(path[0]).network().graph().nodes())
                    .as(stage)
                    .anyMatch(node -> node.origin().path().equals(path[1]));
        }
    }

    @Test
    void inferenceIsTimedOfAllNets() throws NoSuchFieldException {
        assertThat(values(Inference.class.getField("net")))
                .hasSameSizeAs(Net.values())
                .allSatisfy(Net::of);
    }

    private static String[] values(Field field) {
        return field.getAnnotation(Param.class).value();
    }
}
