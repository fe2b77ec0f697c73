package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings as SARIF: accepted by OASIS' schema, and their places are those of the text. */
class SarifTest {
    private static final String SPEC = """
            /// Ten classes; 𝕎 takes two units of UTF-16.
            net Zehn {
              input image: [3, 8, 8]
              /* 𝕎 */ image -> conv: Conv(16, 3) -> bn: BatchNorm -> Reluu -> GlobalAvgPool -> Flatten -> fc: Linear(10)
                    -> output logits
            }

            /// Biased.
            net Biased {
              input image: [3, 8, 8]
              /* 𝕎 */ image -> conv: Conv(16, 3)
                    -> bn: BatchNorm -> Relu -> output features
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private JsonNode log(Object... more) throws IOException {
        Path spec = folder.resolve("mit Leerzeichen ü.cnn");
        Files.writeString(spec, SPEC);
        Object[] words = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("lint", "--format", "sarif", spec), java.util.Arrays.stream(more))
                .toArray();
        return Tool.run(words).document();
    }

    @Test
    void theSchemaAcceptsIt() throws IOException {
        assertThat(schema().validate(log(folder.resolve("missing.cnn")).toString(), InputFormat.JSON))
                .isEmpty();
        Path clean = folder.resolve("clean.cnn");
        Files.writeString(clean, "/// Nothing.\nnet Same {\n  input image: [1]\n  image -> Identity -> output y\n}\n");
        String empty = Tool.run("lint", "--format", "sarif", clean).out();
        assertThat(schema().validate(empty, InputFormat.JSON)).isEmpty();
    }

    @Test
    void theSchemaRefusesOtherThings() throws IOException {
        String wrong = log().toString().replace("\"startLine\":4", "\"startLine\":\"four\"");
        assertThat(schema().validate(wrong, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void placesAreThoseOfTheText() throws IOException {
        JsonNode results = log().at("/runs/0/results");
        assertThat(results).hasSize(2);
        assertThat(text(results.get(0).at("/locations/0/physicalLocation"))).isEqualTo("Reluu");
        assertThat(text(results.get(1).at("/locations/0/physicalLocation"))).isEqualTo("Conv(16, 3)");
        assertThat(text(results.get(1).at("/relatedLocations/0/physicalLocation")))
                .isEqualTo("BatchNorm");
        assertThat(results.get(1).at("/level").asText()).isEqualTo("warning");
    }

    @Test
    void fixesAreEdits() throws IOException {
        JsonNode change = log().at("/runs/0/results/0/fixes/0/artifactChanges/0");
        JsonNode replacement = change.at("/replacements/0");
        assertThat(SPEC.substring(
                        offset(replacement.at("/deletedRegion"), "start"),
                        offset(replacement.at("/deletedRegion"), "end")))
                .isEqualTo("Reluu");
        assertThat(replacement.at("/insertedContent/text").asText()).isEqualTo("Relu");
    }

    @Test
    void rulesHaveTheirPages() throws IOException {
        JsonNode log = log();
        JsonNode result = log.at("/runs/0/results/1");
        JsonNode rule =
                log.at("/runs/0/tool/driver/rules").get(result.get("ruleIndex").asInt());
        assertThat(rule.get("id").asText())
                .isEqualTo(result.get("ruleId").asText())
                .isEqualTo("W401");
        assertThat(rule.get("name").asText()).isEqualTo("bias-before-norm");
        assertThat(rule.at("/help/markdown").asText()).startsWith("# W401: a bias");
        assertThat(rule.at("/help/text").asText())
                .startsWith("W401: a bias")
                .contains("net Good {")
                .doesNotContain("```");
        assertThat(rule.has("helpUri")).isFalse();
    }

    @Test
    void rulesSayWhereTheirPagesArePublished() throws IOException {
        JsonNode log = log("--help-pages", "https://example.org/rules/{code}.md");
        assertThat(log.at("/runs/0/tool/driver/rules").findValuesAsText("helpUri"))
                .containsExactly("https://example.org/rules/E140.md", "https://example.org/rules/W401.md");
        assertThat(schema().validate(log.toString(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void pagesNeedAUriWithTheCode() {
        for (String wrong : new String[] {"https://example.org/rules", "rules/{code}.md", "https://a b/{code}", ""}) {
            Tool tool = Tool.run("lint", "--format", "sarif", "--help-pages", wrong, folder.resolve("a.cnn"));
            assertThat(tool.status()).as(wrong).isEqualTo(2);
            assertThat(tool.err()).contains("--help-pages is an absolute URI with {code} in it");
        }
        assertThat(Tool.run("lint", "--help-pages", "https://example.org/{code}", folder.resolve("a.cnn"))
                        .err())
                .contains("--help-pages is for --format sarif");
    }

    @Test
    void filesBelowTheFolderAreRelativeToIt() {
        var uris = new FileUris(folder);
        assertThat(uris.root()).startsWith("file:///").endsWith("/");
        assertThat(uris.of("a b/ü.cnn")).isEqualTo("a%20b/%C3%BC.cnn");
        assertThat(uris.of(folder.resolve("x/../100%.cnn").toString())).isEqualTo("100%25.cnn");
        assertThat(uris.of("../other.cnn")).startsWith("file:///").endsWith("/other.cnn");
        assertThat(uris.name("./a b/ü.cnn")).isEqualTo("a b/ü.cnn");
    }

    @Test
    void placesOfAnnotationsAreEscaped() throws IOException {
        Path spec = folder.resolve("a,b%c.cnn");
        Files.writeString(spec, SPEC);
        String[] lines = Tool.run("lint", "--format", "github", spec).out().split("\n");
        assertThat(lines).hasSize(2);
        assertThat(lines[0])
                .startsWith("::error file=")
                .contains("a%2Cb%25c.cnn,line=4,col=59,endLine=4,endColumn=64,title=E140::no layer");
        assertThat(lines[1]).startsWith("::warning file=").contains("title=W401::the bias of `Conv");
    }

    @Test
    void annotationsHoldNothingThatATerminalObeys() throws IOException {
        Path spec = folder.resolve("hostile.cnn");
        Files.writeString(
                spec,
                "net A {\n  require 1 > 2, \"no \u001b]0;x\u0007 \u202e 100%\"\n  input x: [1]\n  x -> Relu -> output y\n}\n");
        assertThat(Tool.run("lint", "--format", "github", spec).out())
                .contains("title=E170::no ?]0;x? ? 100%25")
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream in = SarifTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                    .getSchema(
                            Objects.requireNonNull(in),
                            SchemaValidatorsConfig.builder()
                                    .formatAssertionsEnabled(true)
                                    .build());
        }
    }

    /** What a place holds, read as the log says it is to be read. */
    private String text(JsonNode place) {
        String uri = place.at("/artifactLocation/uri").asText();
        assertThat(Path.of(URI.create(uri))).isRegularFile();
        return SPEC.substring(offset(place.get("region"), "start"), offset(place.get("region"), "end"));
    }

    private static int offset(JsonNode region, String end) {
        int at = 0;
        for (int line = 1; line < region.get(end + "Line").asInt(); line++) {
            at = SPEC.indexOf('\n', at) + 1;
        }
        return at + region.get(end + "Column").asInt() - 1;
    }
}
