package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintConfigurationsTest {
    private static final String OFF = "disable = [\"bias-before-norm\"]\n";
    private static final String ERROR = "[severity]\nW401 = \"error\"\n";

    @TempDir
    private Path folder = Path.of("");

    private Path spec = folder;

    @BeforeEach
    void spec() throws IOException {
        Files.createDirectories(folder.resolve("project/.git"));
        Files.createDirectories(folder.resolve("project/src/cnn"));
        spec = folder.resolve("project/src/cnn/net.cnn");
        Files.writeString(spec, """
                /// Ten classes.
                net Biased {
                  input image: [3, 8, 8]
                  image -> conv: Conv(16, 3) -> bn: BatchNorm -> Relu -> GlobalAvgPool -> Flatten -> fc: Linear(10)
                        -> output logits
                }
                """);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void withoutAFileTheDefaultsHold() {
        assertThat(Tool.run("lint", spec).out()).contains("warning[W401]", "1 warning");
        assertThat(Tool.run("lint", spec).status()).isZero();
        assertThat(Tool.run("lint", "--strict", spec).status()).isEqualTo(1);
    }

    @Test
    void theNearestFileCounts() throws IOException {
        write("project/convoke-lint.toml", OFF);
        assertThat(Tool.run("lint", "--strict", spec)).isEqualTo(new Tool(0, "", ""));
        write("project/src/cnn/convoke-lint.toml", ERROR);
        Tool nearer = Tool.run("lint", spec);
        assertThat(nearer.out()).contains("error[W401]", "1 error");
        assertThat(nearer.status()).isEqualTo(1);
    }

    @Test
    void whatLiesOutsideOfTheRepositoryDoesNot() throws IOException {
        write("convoke-lint.toml", OFF);
        assertThat(Tool.run("lint", spec).out()).contains("warning[W401]");
    }

    @Test
    void eachSpecHasItsOwn() throws IOException {
        Files.createDirectories(folder.resolve("project/other"));
        Path other = folder.resolve("project/other/net.cnn");
        Files.copy(spec, other);
        write("project/other/convoke-lint.toml", OFF);
        assertThat(Tool.run("lint", spec, other).out())
                .contains(spec.toString())
                .doesNotContain(other.toString());
    }

    @Test
    void aFileThatIsNamedIsTheOnlyOne() throws IOException {
        write("project/src/cnn/convoke-lint.toml", ERROR);
        write("mine.toml", OFF);
        assertThat(Tool.run("lint", "--strict", spec, "--config", folder.resolve("mine.toml")))
                .isEqualTo(new Tool(0, "", ""));
        Tool missing = Tool.run("lint", spec, "--config", folder.resolve("none.toml"));
        assertThat(missing.out()).contains("error[E401]", "none.toml");
        assertThat(missing.status()).isEqualTo(1);
    }

    @Test
    void whatIsWrongInItIsReportedAndMended() throws IOException {
        write("project/convoke-lint.toml", "disabled = [\"W401\"]\n");
        Tool tool = Tool.run("lint", spec);
        assertThat(tool.status()).isEqualTo(1);
        assertThat(tool.out()).contains("error[E192]", "convoke-lint.toml:1:1", "write `disable`", "warning[W401]");
        assertThat(Tool.run("lint", spec, "--fix")).isEqualTo(new Tool(0, "", ""));
        assertThat(folder.resolve("project/convoke-lint.toml")).hasContent("disable = [\"W401\"]");
    }
}
