package dev.convoke.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.emit.GeneratedFile;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MethodSizesTest {
    @Test
    void readsTheSizesOfCode() {
        String large = IntStream.range(0, 1000).mapToObj(i -> "x += x;").collect(Collectors.joining());
        String source = "abstract class A { long l = 3L; static final double D = 2.5;"
                + "static int small() { return 1; } abstract void none();"
                + "static int large(int x) { " + large + " return x; } }";
        Map<String, byte[]> classes = InMemory.compile(
                        List.of(new GeneratedFile("A.java", source, false)), "-proc:none")
                .classes();
        Map<String, Integer> sizes = MethodSizes.of(Maps.get(classes, "A"));
        // iconst_1, ireturn; four bytes for each x += x: iload_0, iload_0, iadd, istore_0.
        assertThat(sizes)
                .containsEntry("small()I", 2)
                .containsEntry("large(I)I", 4002)
                .containsEntry("none()V", 0);
    }
}
