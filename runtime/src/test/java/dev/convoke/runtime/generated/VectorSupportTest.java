package dev.convoke.runtime.generated;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorSupportTest {
    private static VectorSupport.Decision decide(int preferred, String property) {
        return VectorSupport.decide(true, true, preferred, property);
    }

    @Test
    void takesWhatTheMachineHas() {
        assertThat(decide(16, "")).isEqualTo(new VectorSupport.Decision(16, ""));
        assertThat(decide(8, "")).isEqualTo(new VectorSupport.Decision(8, ""));
        assertThat(decide(4, "")).isEqualTo(new VectorSupport.Decision(4, ""));
        assertThat(decide(64, "")).as("clamped").isEqualTo(new VectorSupport.Decision(16, ""));
    }

    @Test
    void everyReasonForScalarCodeSaysWhatToDo() {
        assertThat(VectorSupport.decide(false, true, 0, "").lanes()).isEqualTo(1);
        assertThat(VectorSupport.decide(false, true, 0, "").reason()).contains("--add-modules jdk.incubator.vector");
        assertThat(VectorSupport.decide(true, false, 0, "").reason()).contains("-XX:TieredStopAtLevel");
        assertThat(decide(2, "").lanes()).isEqualTo(1);
        assertThat(decide(2, "").reason()).contains("MaxVectorSize");
        assertThat(decide(16, "1").lanes()).isEqualTo(1);
        assertThat(decide(16, "1").reason()).contains("-Dconvoke.lanes=1");
    }

    @Test
    void thePropertyOnlyLowers() {
        assertThat(decide(16, "8")).isEqualTo(new VectorSupport.Decision(8, ""));
        assertThat(decide(8, "16").lanes()).isEqualTo(8);
        assertThat(decide(8, "16").reason()).contains("more than this machine has");
        assertThat(decide(8, "5").lanes()).isEqualTo(8);
        assertThat(decide(8, "5").reason()).contains("must be 16, 8, 4 or 1");
        assertThat(VectorSupport.decide(false, true, 0, "16").lanes()).isEqualTo(1);
    }

    @Test
    void knowsJvmsWithoutTheOptimisingCompiler() {
        assertThat(VectorSupport.compilesVectors("mixed mode, sharing")).isTrue();
        assertThat(VectorSupport.compilesVectors("interpreted mode")).isFalse();
        assertThat(VectorSupport.compilesVectors("mixed mode, emulated-client")).isFalse();
    }

    /** Surefire starts this JVM with the module, so the class that touches it is really loaded. */
    @Test
    void asksTheMachine() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
        assertThat(PreferredLanes.get()).isPositive();
        assertThat(VectorSupport.lanes()).isIn(1, 4, 8, 16);
    }
}
