package dev.convoke.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.JsonRenderer;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, there is a tree and there are diagnostics, never an exception. */
class ParserFuzzTest {
    private static final int ROUNDS = 3000;
    private static final String[] PIECES = {
        "net",
        "block",
        "seq",
        "fn",
        "const",
        "import",
        "require",
        "return",
        "if",
        "then",
        "else",
        "for",
        "in",
        "is",
        "and",
        "or",
        "not",
        "true",
        "input",
        "output",
        "use",
        "u8",
        "stream",
        "x",
        "y",
        "Conv",
        "Relu",
        "concat",
        "A",
        "label:",
        "l{i}:",
        "\"0\":",
        "->",
        "=",
        "==",
        "!=",
        "<",
        "<=",
        "+",
        "-",
        "*",
        "/",
        ",",
        ":",
        "..",
        ".",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "_",
        "1",
        "2.5",
        "\"text\"",
        "\"{x}\"",
        "\"open",
        "'q'",
        "#c",
        "//c",
        "/*",
        "*/",
        "///d",
        "=>",
        ";",
        "True",
        "None",
        "elif",
        "def",
        "class",
        "nn.Conv2d",
        "0x1",
        "1.",
        "&&",
        "%",
        "?",
        "@",
        "\u2192",
        "\u201Cq\u201D",
        "\uD83D\uDE00",
        "\t",
        "\n",
        "\n",
        "\n  ",
        " "
    };

    private static final String SPEC = """
            /// Documented.
            net A(classes = 10, w = 1.5) {
              input image: u8[3, 32, 32]
              y = image -> conv1: Conv(18, 3, padding=(1, 2)) is [18, _, 32] -> seq { Relu -> "0": Drop(0.2) }
              require y.c > 3 and not w == 2, "too {y.c} few"
              return if y.c > 3 then y + image else y -> l{w}: Conv(3) -> use conv1 -> output logits
            }
            seq B(n) { h = n * 2 if h > 1 { Conv(h) } else { Relu } -> for (i, j) in [(1, 2)] { l{i}: C(j) } }
            block C(skip: stream, c) { return concat(x, skip) -> for i in 0..c { Relu } }
            fn f(v) = max(-v, v / 2) // comment
            """;

    @Test
    void tokenSoup() {
        var random = new Random(20261120);
        for (int round = 0; round < ROUNDS; round++) {
            var text = new StringBuilder();
            int length = 1 + random.nextInt(60);
            for (int i = 0; i < length; i++) {
                text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextInt(4) == 0 ? "" : " ");
            }
            check(text.toString());
        }
    }

    @Test
    void damagedSpecs() {
        assertThat(Parser.parse(new SourceFile("spec.cnn", SPEC)).diagnostics()).isEmpty();
        var random = new Random(4711);
        for (int round = 0; round < ROUNDS; round++) {
            var text = new StringBuilder(SPEC);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(6)));
                    case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                    default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                }
            }
            check(text.toString());
        }
    }

    @Test
    void everyPrefix() {
        for (int end = 0; end < SPEC.length(); end++) {
            check(SPEC.substring(0, end));
        }
    }

    private static void check(String text) {
        try {
            ParseResult result = Parser.parse(new SourceFile("soup.cnn", text));
            List<Diagnostic> diagnostics = result.diagnostics();
            TextRenderer.plain().render(diagnostics);
            new JsonRenderer().render(diagnostics);
            assertThat(result.file().damaged().isEmpty() || !diagnostics.isEmpty())
                    .isTrue();
            int declared = result.file().declarations().size()
                    + result.file().imports().size();
            assertThat(!diagnostics.isEmpty() || declared > 0 || text.isBlank() || onlyComments(text))
                    .isTrue();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("on: " + text, e);
        }
    }

    private static boolean onlyComments(String text) {
        return text.replaceAll("(?s)/\\*.*?\\*/|//[^\\n\\r]*", "").isBlank();
    }
}
