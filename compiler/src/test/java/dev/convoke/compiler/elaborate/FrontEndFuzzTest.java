package dev.convoke.compiler.elaborate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever stands in a spec: diagnostics come out, or a network, never an exception, and soon. */
class FrontEndFuzzTest {
    /** More of them with {@code -Dconvoke.fuzz=100000}. */
    private static final int ROUNDS = Integer.getInteger("convoke.fuzz", 1500);

    private static final Pattern WORDS =
            Pattern.compile("[A-Za-z_]\\w*|\\d+(\\.\\d+)?|->|[=!<>]=|[-+*/(){}\\[\\],:.=<>]");

    private static final String LANGUAGE = """
            const WIDTH = 8 * 2
            fn divisible(v, by = 8) = if floor(v / by) * by < 0.9 * v then floor(v / by) * by + by else max(by, v)
            net Net(classes = 10, deep = true) {
              input image: [3, 32, 32]
              input mask: [3, 32, 32]
              gate = mask -> GlobalAvgPool -> Sigmoid
              a = image * gate -> conv1: Conv(WIDTH, 3, stride=2, padding=1)     is [16, _, 16]
              b = a -> body: Body(divisible(20), 2) -> use same -> same: Relu
              c = concat(a, b) - concat(b, a) -> if deep { deep: Conv(a.c + b.c, 1) } else { Dropout(0.2) }
              require c.h > 3, "too small: {c.shape}"
              c -> for (k, s) in [(1, 1), (3, 2)] { pool{k}: MaxPool(k, s) -> for i in 0..k { Relu } }
                -> Flatten -> fc: Linear(classes) -> output logits -> Softmax -> output probabilities
            }
            seq Body(c, n, k = 3) { Conv(c, k, padding=(k - 1) / 2) -> for i in 1..n { Residual(c) -> "x{i}": BatchNorm } }
            block Residual(c, skip = false) {
              y = x -> conv1: Conv(c, 1, bias=skip) -> bn: BatchNorm(eps=1e-3)
              return if x.shape == y.shape then x + y else y
            }
            """;

    @Test
    void mutatedSpecs() {
        List<String> specs = Stream.concat(
                        Stream.of(LANGUAGE),
                        Stream.of("zoo/squeezenet", "zoo/vgg_small", "zoo/cifar_resnet20", "mnist/lenet5")
                                .map(Specs::sampleText))
                .toList();
        Random random = new Random(20261121);
        for (int round = 0; round < ROUNDS; round++) {
            check(mutated(specs.get(random.nextInt(specs.size())), random));
        }
    }

    /** Exchanges, removes, repeats and replaces words. */
    private static String mutated(String spec, Random random) {
        List<MatchResult> words = new ArrayList<>(WORDS.matcher(spec).results().toList());
        StringBuilder text = new StringBuilder(spec);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            MatchResult word = words.get(random.nextInt(words.size()));
            String other = words.get(random.nextInt(words.size())).group();
            String replacement = switch (random.nextInt(6)) {
                case 0 -> "";
                case 1 -> word.group() + " " + word.group();
                case 2 -> String.valueOf(random.nextInt(200) - 50);
                case 3 -> random.nextBoolean() ? "9223372036854775807" : "2147483647";
                default -> other;
            };
            int at = Math.min(text.length(), word.start());
            int end = Math.min(text.length(), at + word.group().length());
            text.replace(at, end, replacement);
        }
        return text.toString();
    }

    private static void check(String text) {
        try {
            Checked checked = FrontEnd.check(new SourceFile("fuzz.cnn", text), FrontEndOptions.all());
            TextRenderer.plain().render(checked.diagnostics());
            assertThat(checked.networks().isEmpty() || !checked.hasErrors()).isTrue();
            assertThat(checked.hasErrors() || !checked.networks().isEmpty() || needsSettings(checked))
                    .isTrue();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("on: " + text, e);
        }
    }

    private static boolean needsSettings(Checked checked) {
        return FrontEnd.check(checked.ast().orElseThrow().source(), FrontEndOptions.last())
                .hasErrors();
    }
}
