package dev.convoke.compiler.elaborate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The smallest input that would do does, and no smaller one: measured by trying those. */
class SmallestInputTest {
    private static final Pattern NAMED =
            Pattern.compile("the smallest input that would do is `(\\w+): \\[(\\d+), (\\d+), (\\d+)]`");

    private static List<Diagnostic> check(String stages, int height, int width) {
        String spec = "net N { input image: [4, " + height + ", " + width + "]\n  image" + stages + " -> output y }\n"
                + "block Two(k) {\n  a = x -> MaxPool(k, stride=2, padding=floor(k / 2))\n"
                + "  b = x -> AvgPool(2)\n  return a + b\n}\n";
        return new FrontEndSession(new MemoryFiles())
                .check(new SourceFile("n.cnn", spec), FrontEndOptions.all())
                .diagnostics();
    }

    private static Optional<Matcher> named(List<Diagnostic> problems) {
        return problems.stream()
                .filter(each -> each.code() == DiagnosticCode.WINDOW_DOES_NOT_FIT)
                .flatMap(each -> each.notes().stream())
                .map(NAMED::matcher)
                .filter(Matcher::find)
                .findFirst();
    }

    private static String stage(Random random, int number) {
        int kernel = 1 + random.nextInt(5);
        int stride = 1 + random.nextInt(3);
        int padding = random.nextInt(kernel / 2 + 1);
        return switch (random.nextInt(8)) {
            case 0 -> " -> MaxPool(" + kernel + ", stride=" + stride + ", padding=" + padding + ", ceil_mode=true)";
            case 1 -> " -> AvgPool((" + kernel + ", 2), stride=" + stride + ", ceil_mode=true)";
            case 2 -> " -> c" + number + ": ConvTranspose(4, " + kernel + ", stride=" + stride + ")";
            case 3 -> " -> Upsample(scale_factor=2)";
            case 4 -> " -> Pad(1)";
            case 5 ->
                " -> c" + number + ": Conv(4, " + kernel + ", dilation=" + (1 + random.nextInt(2)) + ", stride="
                        + stride + ")";
            case 6 -> " -> Crop(1)";
            default -> " -> c" + number + ": Conv(4, (" + kernel + ", 3), padding=(" + padding + ", 1), stride=2)";
        };
    }

    @Test
    void chainsOfAllKinds() {
        var random = new Random(7);
        int found = 0;
        for (int i = 0; i < 200; i++) {
            var stages = new StringBuilder();
            int count = 2 + random.nextInt(5);
            for (int j = 0; j < count; j++) {
                stages.append(stage(random, j));
            }
            stages.append(" -> last: Conv(4, (").append(1 + random.nextInt(6)).append(", 3))");
            int height = 6 + random.nextInt(20);
            int width = 6 + random.nextInt(20);
            Optional<Matcher> named = named(check(stages.toString(), height, width));
            if (named.isPresent()) {
                found++;
                int h = Integer.parseInt(named.get().group(3));
                int w = Integer.parseInt(named.get().group(4));
                int at = check(stages.toString(), height, width).get(0).place().column();
                assertThat(fails(stages.toString(), h, w, at))
                        .as("%s of [%d, %d]", stages, h, w)
                        .isFalse();
                assertThat(h == height || fails(stages.toString(), h - 1, w, at))
                        .as("%s", stages)
                        .isTrue();
                assertThat(w == width || fails(stages.toString(), h, w - 1, at))
                        .as("%s", stages)
                        .isTrue();
            }
        }
        assertThat(found).isGreaterThan(25);
    }

    /** Whether the stage in that column, or one before it, does not fit. */
    private static boolean fails(String stages, int height, int width, int column) {
        List<Diagnostic> problems = check(stages, height, width);
        return !problems.isEmpty() && problems.get(0).place().column() <= column;
    }

    @Test
    void branchesThatMustFitTogether() {
        // the branches have equal sizes for even inputs only
        Optional<Matcher> named = named(check(" -> Two(3) -> Two(3) -> last: Conv(4, 3)", 8, 16));
        assertThat(named.orElseThrow().group()).contains("`image: [4, 12, 16]`");
        assertThat(check(" -> Two(3) -> Two(3) -> last: Conv(4, 3)", 12, 16)).isEmpty();
        assertThat(check(" -> Two(3) -> Two(3) -> last: Conv(4, 3)", 11, 16)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " -> last: Conv(4, 33)", // the input is the stage's own
                " -> MaxPool(2) -> Pad(image.h - 31) -> last: Conv(4, 33)", // with another input it would be another
                // pad
                " -> AdaptiveAvgPool(4) -> last: Conv(4, 7)", // no input would do
                " -> MaxPool(2) -> Flatten -> Reshape((4, 16, 16)) -> last: Conv(4, 17)",
                " -> MaxPool(2) is [4, 15, 15] -> bad: Conv(0, 3) is [4, 8, 8] -> MaxPool(2) -> last: Conv(4, 5)"
            })
    void silence(String stages) {
        List<Diagnostic> problems = check(stages, 32, 32);
        assertThat(problems).extracting(Diagnostic::code).contains(DiagnosticCode.WINDOW_DOES_NOT_FIT);
        assertThat(named(problems)).isEmpty();
    }
}
