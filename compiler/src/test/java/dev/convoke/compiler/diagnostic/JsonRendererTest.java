package dev.convoke.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonRendererTest {
    @Test
    void everyPartOfAProblem() {
        var file = new SourceFile("a.cnn", "x => y\n");
        Diagnostic problem = Diagnostic.of(DiagnosticCode.OTHER_ARROW, "an \"arrow\"", file.span(2, 4), "label")
                .also(file.span(0, 1), "stream")
                .note("note")
                .help("help", 3, "code")
                .fix("write `->`", file.span(2, 4), "->");

        assertThat(new JsonRenderer().render(List.of(problem))).isEqualTo("""
                        {
                          "diagnostics": [
                            {
                              "code": "E106",
                              "slug": "other-arrow",
                              "severity": "error",
                              "message": "an \\"arrow\\"",
                              "file": "a.cnn",
                              "line": 1,
                              "column": 3,
                              "endLine": 1,
                              "endColumn": 5,
                              "labels": [
                                {
                                  "primary": true,
                                  "text": "label",
                                  "file": "a.cnn",
                                  "line": 1,
                                  "column": 3,
                                  "endLine": 1,
                                  "endColumn": 5
                                },
                                {
                                  "primary": false,
                                  "text": "stream",
                                  "file": "a.cnn",
                                  "line": 1,
                                  "column": 1,
                                  "endLine": 1,
                                  "endColumn": 2
                                }
                              ],
                              "notes": [
                                "note"
                              ],
                              "help": [
                                {
                                  "text": "help",
                                  "line": 3,
                                  "code": [
                                    "code"
                                  ]
                                }
                              ],
                              "fixes": [
                                {
                                  "title": "write `->`",
                                  "sure": true,
                                  "edits": [
                                    {
                                      "file": "a.cnn",
                                      "line": 1,
                                      "column": 3,
                                      "endLine": 1,
                                      "endColumn": 5,
                                      "replacement": "->"
                                    }
                                  ]
                                }
                              ]
                            }
                          ]
                        }
                        """);
    }

    @Test
    void nothingToReport() {
        assertThat(new JsonRenderer().render(List.of())).isEqualTo("{\n  \"diagnostics\": []\n}\n");
    }

    @Test
    void textsAreEscaped() {
        assertThat(Json.write("\" \\ \n \r \t \b \u001B \u007F \u00e9 \u2028 \uD83D\uDE00 \uD800"))
                .isEqualTo("\"\\\" \\\\ \\n \\r \\t \\u0008 \\u001b \\u007f \\u00e9 \\u2028 \\ud83d\\ude00 \\ud800\"");
    }

    @Test
    void valuesOfAllKinds() {
        assertThat(Json.write(List.of(1, 2L, 0.5, true, List.of(), Map.of())))
                .isEqualTo("[\n  1,\n  2,\n  0.5,\n  true,\n  [],\n  {}\n]");
        assertThatThrownBy(() -> Json.write(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.write(new Object())).isInstanceOf(IllegalArgumentException.class);
    }
}
