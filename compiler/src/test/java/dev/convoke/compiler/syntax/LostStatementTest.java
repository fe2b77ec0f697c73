package dev.convoke.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.elaborate.MemoryFiles;
import dev.convoke.compiler.source.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A statement that is not understood costs its own message, hides no mistake in others, and invents none there. */
class LostStatementTest {
    /** What has no meaning where it is put, and cannot be taken for something that was meant. */
    private static final List<String> SIGNS = List.of("+", "%", "@", "==", "is", "*", "..", "and", ">");

    /** Each line but those of the block's braces is one statement. */
    private static final String SPEC = """
            net A(classes = 10, wide = true) {
              input image: [3, 32, 32]
              a = image -> conv1: Conv(16, 3, padding=1) -> bn1: BatchNorm -> Relu
              b = a -> conv2: Conv(16, 3, padding=(1, 1)) is [16, 32, _]
              c = if wide then b -> conv3: Conv(16, 1) else b
              d = c + a -> MaxPool(2)
              e = d -> stage: seq { Conv(32, 3) -> for i in 0..2 { Relu } }
              require e.c == 32, "{e.c} channels"
              f = concat(e, e) -> two: Two(3)
              g = f -> use two
              g -> GlobalAvgPool -> Flatten -> fc: Linear(classes) -> output logits
            }
            block Two(n) {
              y = x -> inner: Conv(64, n, padding=floor(n / 2))
              z = y -> if n > 1 { Relu } else { Tanh }
              return y + z
            }
            """;

    private static final String WRONG_ARGUMENT = "  image -> lost: Conv(3, 3, paddding=1)\n";

    @Test
    void theSpecIsClean() {
        assertThat(check(SPEC)).isEmpty();
    }

    @Test
    void aSignTooManyIsAProblemOfItsLineAlone() {
        var random = new Random(20261121);
        int reported = 0;
        for (int round = 0; round < 400; round++) {
            List<String> lines = new ArrayList<>(SPEC.lines().toList());
            int line = random.nextInt(lines.size());
            if (!lines.get(line).startsWith("  ") || lines.get(line).startsWith("  input")) {
                continue;
            }
            List<String> words = new ArrayList<>(List.of(lines.get(line).strip().split("(?<=[ (])")));
            words.add(2 + random.nextInt(words.size() - 2), " " + SIGNS.get(random.nextInt(SIGNS.size())) + " ");
            lines.set(line, "  " + String.join("", words));
            lines.add(2, WRONG_ARGUMENT.stripTrailing());
            int at = line >= 2 ? line + 2 : line + 1;
            List<Diagnostic> problems = check(String.join("\n", lines) + "\n");
            List<Diagnostic> others = problems.stream()
                    .filter(each -> each.code() != DiagnosticCode.UNKNOWN_ARGUMENT)
                    .toList();
            assertThat(others)
                    .as(String.join("\n", lines))
                    .allSatisfy(each -> assertThat(each.primary().span().line()).isBetween(at, at + 1));
            assertThat(problems).as(String.join("\n", lines)).hasSize(others.size() + 1);
            reported += others.isEmpty() ? 0 : 1;
        }
        assertThat(reported).isGreaterThan(200);
    }

    @Test
    void nothingIsRelatedToWhatWasLost() {
        String lost = SPEC.replace("e = d -> stage", "e = d % -> stage").replace("g = f", "g = f +* f");
        assertThat(check(lost).stream().map(each -> each.primary().span().line()))
                .containsOnly(7, 10);
    }

    @Test
    void whatBelongsToNoStatementMakesAllDoubtful() {
        Stream<String> doubtful = Stream.of(
                SPEC.replace("  d = c", "  % d = c"),
                SPEC.replace("  d = c + a -> MaxPool(2)", "  d = (c + a\n  % -> MaxPool(2)"));
        assertThat(doubtful)
                .allSatisfy(text -> assertThat(check(text.replace("  require", WRONG_ARGUMENT + "  require")))
                        .isNotEmpty()
                        .noneMatch(each -> each.code() == DiagnosticCode.UNKNOWN_NAME));
    }

    private static List<Diagnostic> check(String text) {
        return new FrontEndSession(MemoryFiles.of(Path.of(".")))
                .check(new SourceFile("spec.cnn", text), FrontEndOptions.all())
                .diagnostics();
    }
}
