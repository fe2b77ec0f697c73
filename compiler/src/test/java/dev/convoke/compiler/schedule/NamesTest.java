package dev.convoke.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void namesAreMadeOfLabels() {
        Names names = new Names();
        assertThat(names.fresh("layer1.0.conv1 + bn1")).isEqualTo("layer1_0_conv1_bn1");
        assertThat(names.fresh("0.conv")).isEqualTo("step0_conv");
        assertThat(names.fresh("caller's y")).isEqualTo("caller_s_y");
        assertThat(names.fresh("")).isEqualTo("step");
        assertThat(names.fresh("\u00fc*/;\n")).isEqualTo("step_2");
    }

    @Test
    void noTwoAreTheSameToAnyFileSystem() {
        Names names = new Names();
        Set<String> given = new HashSet<>();
        for (String label : List.of("a.b", "a_b", "A.b", "a b", "a_b_2", "a+b", "x".repeat(100), "x".repeat(99))) {
            String name = names.fresh(label);
            assertThat(given.add(name.toLowerCase(Locale.ROOT))).as(name).isTrue();
            assertThat(name).matches("[a-zA-Z][a-zA-Z0-9_]*").hasSizeLessThan(60);
        }
    }
}
