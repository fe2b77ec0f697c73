package dev.convoke.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.convoke.compiler.elaborate.NetClasses;
import dev.convoke.compiler.emit.opencl.OpenClHost;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackEndTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "org.example.nets", "a1.b_2", "Upper.Case"})
    void namesOfPackages(String name) {
        assertThat(BackEnd.isPackageName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".", "a.", ".a", "a..b", "a b", "a-b", "1a", "int", "a.new", "a/b", "a;b", "a\nb", "\u00fc"})
    void namesOfNoPackages(String name) {
        assertThat(BackEnd.isPackageName(name)).isFalse();
        assertThatThrownBy(() -> BackEnd.java(network("Net"), name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no package name: " + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Net",
                "resnet18",
                "_Net",
                "Model",
                "Frame",
                "Twin",
                "List",
                "System",
                "Object",
                "Phase",
                "Math",
                "String"
            })
    void namesOfClasses(String name) {
        assertThat(BackEnd.isClassName(name)).isTrue();
        assertThat(BackEnd.java(network(name), "p"))
                .extracting(file -> file.path())
                .contains("p/" + name + ".java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"class", "int", "true", "_", "record", "jdk", "var", "a b", "", "N/x"})
    void namesOfNoClasses(String name) {
        assertThat(BackEnd.isClassName(name)).isFalse();
        assertThatThrownBy(() -> BackEnd.java(network(name), "p"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no name for a class: " + name);
    }

    @Test
    void filesAreNamedAsTheFrontEndExpects() {
        assertThat(Stream.concat(
                        BackEnd.java(network("Net"), "").stream(),
                        OpenClHost.emit(BackEnd.plan(network("Net")), "").stream()))
                .extracting(file -> file.path())
                .filteredOn(path -> path.endsWith(".java"))
                .containsExactlyInAnyOrderElementsOf(NetClasses.classes("Net").stream()
                        .map(name -> name + ".java")
                        .toList());
    }

    @Test
    void vectorCodeAsksForItsModule() {
        assertThat(BackEnd.java(network("Net"), ""))
                .extracting(file -> file.path(), file -> file.needsVectorModule())
                .containsExactlyInAnyOrder(
                        tuple("Net.java", false),
                        tuple("NetScalar.java", false),
                        tuple("NetVector16.java", true),
                        tuple("NetVector8.java", true),
                        tuple("NetVector4.java", true));
    }

    private static Network network(String name) {
        Bench.Builder net = new Bench.Builder();
        Value x = net.input("x", 3);
        Network bench = net.build(net.add("relu", "Relu", x));
        return new Network(name, "", bench.graph(), bench.outputNames(), bench.state(), bench.span());
    }
}
