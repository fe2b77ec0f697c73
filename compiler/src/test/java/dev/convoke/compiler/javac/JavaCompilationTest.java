package dev.convoke.compiler.javac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JavaCompilationTest {
    private static final String VECTOR = """
            package org.example;

            final class Lanes {
                static int count() {
                    return jdk.incubator.vector.FloatVector.SPECIES_256.length();
                }
            }
            """;

    @Test
    void compilesVectorCodeForTheBaseline() {
        var classes = JavaCompilation.compile(Map.of("org/example/Lanes.java", VECTOR), List.of(), Optional.of(17));
        assertThat(classes).containsOnlyKeys("org.example.Lanes");
        assertThat(majorVersion(classes.get("org.example.Lanes"))).isEqualTo(61);
    }

    @Test
    void compilesForThisJvm() {
        var classes = JavaCompilation.compile(Map.of("org/example/Lanes.java", VECTOR), List.of(), Optional.empty());
        assertThat(majorVersion(classes.get("org.example.Lanes")))
                .isEqualTo(44 + Runtime.version().feature());
    }

    @Test
    void saysWhatDoesNotCompile() {
        assertThatThrownBy(() -> JavaCompilation.compile(
                        Map.of("A.java", "class A { int f() { return missing; } }"), List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A.java:1")
                .hasMessageContaining("missing");
    }

    private static int majorVersion(byte[] classFile) {
        return (classFile[6] & 0xff) << 8 | classFile[7] & 0xff;
    }
}
