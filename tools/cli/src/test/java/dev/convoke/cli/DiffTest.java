package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
    private static final String NET = """
            net A(classes = 10) {
              input image: [1, 8, 8]
              image -> conv: Conv(4, 3) -> Relu -> Flatten -> fc: Linear(classes) -> output logits
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void theSameNet() throws IOException {
        Tool tool = Tool.run("diff", file("old.cnn", NET), file("new.cnn", "// moved\n" + NET));
        assertThat(tool.status()).isZero();
        assertThat(tool.out()).startsWith("no difference");
    }

    @Test
    void aWidenedHeadIsNoRenamedLayer() throws IOException {
        Path old = file("old.cnn", NET);
        Tool widened = Tool.run("diff", old, file("wide.cnn", NET.replace("classes = 10", "classes = 20")));
        assertThat(widened.status()).isOne();
        assertThat(widened.out())
                .contains("output logits [10] -> [20]", "fc.weight [10, 144] -> [20, 144]", "fc.bias [10] -> [20]")
                .contains("not compatible")
                .doesNotContain("did you mean");
        Tool renamed = Tool.run("diff", old, file("renamed.cnn", NET.replace("fc:", "head:")));
        assertThat(renamed.status()).isOne();
        assertThat(renamed.out())
                .contains("fc is called head now", "did you mean `fc`?")
                .doesNotContain("fc.weight");
    }

    @Test
    void json() throws IOException {
        Path old = file("old.cnn", NET);
        JsonNode wide =
                Tool.run("diff", old, old, "--set", "classes=3", "--json").json();
        assertThat(wide.at("/compatible").asBoolean()).isTrue();
        assertThat(wide.at("/changes")).isEmpty();
        Tool tool = Tool.run(
                "diff", old, file("new.cnn", NET.replace("Relu", "Tanh").replace("fc:", "head:")), "--json");
        assertThat(tool.status()).isOne();
        JsonNode changes = tool.document().at("/changes");
        assertThat(changes.at("/0/kind").asText()).isEqualTo("tensors-renamed");
        assertThat(changes.at("/0/name").asText()).isEqualTo("fc");
        assertThat(changes.at("/0/to").asText()).isEqualTo("head");
        assertThat(changes.at("/0/count").asInt()).isEqualTo(2);
        assertThat(changes.at("/1/kind").asText()).isEqualTo("layers-changed");
        assertThat(changes.at("/1/text").asText()).startsWith("Relu -> Tanh at ");
    }

    @Test
    void netsOfOtherNames() throws IOException {
        Path both = file("both.cnn", NET + NET.replace("net A", "net B").replace("Relu", "Tanh"));
        Tool tool = Tool.run("diff", file("old.cnn", NET), both);
        assertThat(tool.status()).isZero();
        assertThat(tool.out()).contains("Relu -> Tanh", "compatible: weights");
        assertThat(Tool.run("diff", file("old.cnn", NET), both, "--net", "A").out())
                .startsWith("no difference");
    }

    @Test
    void wrongUse() throws IOException {
        Path file = file("a.cnn", NET);
        assertThat(Tool.run("diff", file).status()).isEqualTo(2);
        assertThat(Tool.run("diff", file, file, "--against", "git:HEAD").status())
                .isEqualTo(2);
        assertThat(Tool.run("diff", file, "--against", "HEAD").status()).isEqualTo(2);
        Tool broken = Tool.run("diff", file, file("broken.cnn", "net"));
        assertThat(broken.status()).isOne();
        assertThat(broken.err()).contains("broken.cnn:1:");
    }

    @Test
    void againstARevision() throws IOException, InterruptedException {
        Path nets = Files.createDirectories(folder.resolve("nets"));
        Path file = nets.resolve("a.cnn");
        Path blocks = folder.resolve("blocks.cnn");
        git("init", "-q");
        Files.writeString(blocks, "seq Body(c) { conv: Conv(c, 3) -> Relu }\n");
        Files.writeString(
                file, "import \"../blocks.cnn\"\n\n" + NET.replace("conv: Conv(4, 3) -> Relu", "body: Body(4)"));
        git("add", ".");
        git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first");
        assertThat(Tool.run("diff", file, "--against", "git:HEAD").status()).isZero();

        Files.writeString(blocks, "seq Body(c) { first: Conv(c, 3) -> Relu }\n");
        Tool tool = Tool.run("diff", file, "--against", "git:HEAD");
        assertThat(tool.status()).as(tool.err()).isOne();
        assertThat(tool.out()).contains("body.conv is called body.first now");

        Tool.run("diff", file, "--against", "git:nowhere").failedWith("E190");
        Tool.run("diff", file, "--against", "git:--output=x").failedWith("E190");
        Tool.run("diff", file, "--against", "git:HEAD:nets").failedWith("E190");
        Path fresh = Files.writeString(nets.resolve("fresh.cnn"), NET);
        assertThat(Tool.run("diff", fresh, "--against", "git:HEAD")
                        .failedWith("E190")
                        .err())
                .contains("there is no", "at HEAD");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void outsideOfARepository() throws IOException {
        Path file = file("a.cnn", NET);
        Tool.run("diff", file, "--against", "git:HEAD").failedWith("E190");
    }

    private void git(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            assertThat(process.waitFor()).isZero();
        } catch (IOException e) {
            Assumptions.abort("skipped, as there is no git: " + e.getMessage());
        }
    }
}
