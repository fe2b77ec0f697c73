package dev.convoke.compiler.emit.java;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImportsTest {
    @Test
    void whatTheTextMentionsIsImportedInOrder() {
        String source =
                "package p;\n\nimport dev.convoke.runtime.generated.Twin;\nimport java.util.List;\n\nclass A {\n"
                        + "    float f = FloatMath.exp(1f) + Randoms.uniform(1, 2, 3);\n}\n";
        assertThat(Imports.complete(source))
                .isEqualTo("package p;\n\nimport dev.convoke.runtime.generated.FloatMath;\n"
                        + "import dev.convoke.runtime.generated.Randoms;\nimport dev.convoke.runtime.generated.Twin;\n"
                        + "import java.util.List;\n\nclass A {\n"
                        + "    float f = FloatMath.exp(1f) + Randoms.uniform(1, 2, 3);\n}\n");
    }

    @Test
    void typesOfVariablesAreMentioned() {
        String source = "package p;\n\nimport java.util.List;\n\nclass A {\n    IntVector half = of(1);\n}\n";
        assertThat(Imports.complete(source)).contains("import jdk.incubator.vector.IntVector;\n");
    }

    @Test
    void nothingElseIs() {
        String source = "package p;\n\nimport java.util.List;\n\nclass A {}\n";
        assertThat(Imports.complete(source)).isEqualTo(source);
    }
}
