package dev.convoke.compiler.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Help;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Bench.RecordingStage;
import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShapeProblemsTest {
    private static final Shape IMAGE = Shape.of(6, 13, 9);

    private static Diagnostic problem(String layer, Shape input, Object... arguments) {
        List<Diagnostic> problems = Bench.problems(layer, input, arguments);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void windowThatDoesNotFit() {
        var stage = new RecordingStage(Bench.SPAN, "28 -> conv1 26 -> pool 13", new ArrayList<>());
        List<Diagnostic> problems =
                Bench.problems(stage, "Conv", Shape.of(6, 13, 13), "out_channels", 4, "kernel", List.of(15, 3));
        assertThat(problems).hasSize(1);
        Diagnostic problem = problems.get(0);
        assertThat(problem.code()).isEqualTo(DiagnosticCode.WINDOW_DOES_NOT_FIT);
        assertThat(problem.message()).isEqualTo("the window of `Conv` spans 15 along `h`, where the input has 13");
        assertThat(problem.notes())
                .containsExactly(
                        "the height would be `floor((13 + 2*0 - 1*(15 - 1) - 1) / 1) + 1 = -1`",
                        "how the height came about: 28 -> conv1 26 -> pool 13",
                        "the smallest height that fits here is 15");
        assertThat(problem.helps())
                .extracting(Help::text)
                .containsExactly(
                        "use a kernel of at most 13, a padding of at least 1, or a larger input (or shrink it less before)");
    }

    @Test
    void whatIsAdvisedForAWindowFits() {
        for (int extent = 1; extent < 6; extent++) {
            for (int kernel = 2; kernel < 8; kernel++) {
                for (int stride = 1; stride < 4; stride++) {
                    for (int dilation = 1; dilation < 3; dilation++) {
                        advice(extent, kernel, stride, dilation);
                    }
                }
            }
        }
    }

    private static void advice(int extent, int kernel, int stride, int dilation) {
        Object[] arguments = {"out_channels", 1, "kernel", kernel, "stride", stride, "dilation", dilation, "padding", 0
        };
        List<Diagnostic> problems = Bench.problems("Conv", Shape.of(1, extent), arguments);
        if (problems.isEmpty()) {
            return;
        }
        String help = problems.get(0).helps().get(0).text();
        arguments[3] = number(help, "kernel of at most ");
        Bench.layer("Conv", Shape.of(1, extent), arguments);
        arguments[3] = kernel;
        arguments[9] = number(help, "padding of at least ");
        Bench.layer("Conv", Shape.of(1, extent), arguments);
        arguments[9] = 0;
        int smallest = number(problems.get(0).notes().get(1), "that fits here is ");
        Bench.layer("Conv", Shape.of(1, smallest), arguments);
        assertThat(Bench.problems("Conv", Shape.of(1, smallest - 1), arguments)).hasSize(1);
    }

    private static int number(String text, String before) {
        String rest = text.substring(text.indexOf(before) + before.length());
        return Integer.parseInt(rest.split("\\D")[0]);
    }

    @Test
    void poolInCeilMode() {
        Diagnostic problem = problem("MaxPool", Shape.of(1, 1), "kernel", 4, "stride", 2, "ceil_mode", true);
        assertThat(problem.notes().get(0))
                .isEqualTo("the length would be `ceil((1 + 2*0 - 1*(4 - 1) - 1) / 2) + 1 = 0`");
        assertThat(problem.notes().get(1)).isEqualTo("the smallest length that fits here is 3");
        Bench.layer("MaxPool", Shape.of(1, 3), "kernel", 4, "stride", 2, "ceil_mode", true);
    }

    @Test
    void groups() {
        Diagnostic problem = problem("Conv", IMAGE, "out_channels", 12, "kernel", 3, "groups", 4);
        assertThat(problem.code()).isEqualTo(DiagnosticCode.GROUPS_DO_NOT_DIVIDE);
        assertThat(problem.message()).isEqualTo("4 groups do not divide the input's 6 channels");
        assertThat(problem.helps().get(0).text())
                .isEqualTo("the nearest that divide both 6 and 12: `groups=3` or `groups=6`");
        problem = problem("Conv", IMAGE, "out_channels", 15, "kernel", 3, "groups", 4);
        assertThat(problem.message())
                .isEqualTo("4 groups divide neither the input's 6 channels nor the result's 15 channels");
        assertThat(problem.helps().get(0).text()).isEqualTo("the nearest that divide both 6 and 15: `groups=3`");
    }

    @Test
    void linearOnAFeatureMap() {
        Diagnostic problem = problem("Linear", Shape.of(64, 7, 7), "out_features", 100);
        assertThat(problem.code()).isEqualTo(DiagnosticCode.LINEAR_ON_FEATURE_MAP);
        assertThat(problem.helps())
                .extracting(Help::text)
                .containsExactly(
                        "`Flatten -> Linear(100)` sees every position: 3,136 * 100 = 313,600 weights",
                        "`GlobalAvgPool -> Flatten -> Linear(100)` sees the mean of each channel: 64 * 100 = 6,400 weights",
                        "`Linear(100, dim=1)` is applied to the channels at each position");
    }

    @Test
    void rank() {
        assertThat(problem("Conv", Shape.of(10), "out_channels", 4, "kernel", 3).message())
                .isEqualTo("`Conv` needs a feature map, and its input is the vector [10]");
        for (String layer : List.of("MaxPool", "AvgPool")) {
            assertThat(problem(layer, Shape.of(10), "kernel", 3).code()).isEqualTo(DiagnosticCode.NO_FEATURE_MAP);
        }
        assertThat(problem("GlobalAvgPool", Shape.of(1, 2, 3, 4, 5)).code()).isEqualTo(DiagnosticCode.NO_FEATURE_MAP);
        assertThat(problem("AdaptiveAvgPool", Shape.of(1), "output_size", 1).code())
                .isEqualTo(DiagnosticCode.NO_FEATURE_MAP);
        assertThat(problem("Pad", Shape.of(1), "padding", 1).code()).isEqualTo(DiagnosticCode.NO_FEATURE_MAP);
    }

    @Test
    void tuples() {
        Diagnostic problem = problem("Conv", IMAGE, "out_channels", 4, "kernel", List.of(3, 3, 3));
        assertThat(problem.message()).isEqualTo("`kernel` has 3 numbers for 2 spatial axes");
        assertThat(problem.notes().get(0))
                .isEqualTo(
                        "the input [6, 13, 9] is `[c, h, w]`; `kernel` takes a number for all axes, or a tuple of 2: `(h, w)`");
        assertThat(problem("MaxPool", IMAGE, "kernel", List.of(2, 2, 2)).message())
                .isEqualTo("`kernel` has 3 numbers for 2 spatial axes");
        assertThat(problem("AdaptiveAvgPool", Shape.of(2, 5), "output_size", List.of(2, 2))
                        .message())
                .isEqualTo("`output_size` has 2 numbers for 1 spatial axis");
        assertThat(Bench.problems(
                        "Conv",
                        IMAGE,
                        "out_channels",
                        4,
                        "kernel",
                        3,
                        "stride",
                        List.of(1),
                        "padding",
                        List.of(1, 2, 3)))
                .hasSize(2);
        assertThat(problem("Pad", IMAGE, "padding", List.of(1, 2, 3))
                        .helps()
                        .get(0)
                        .text())
                .isEqualTo(
                        "give a number for all sides, 2 numbers, one for each axis, or 4 numbers, `(left, right, top, bottom)`");
        assertThat(problem("Pad", IMAGE, "channels", List.of(1, 2, 3)).message())
                .isEqualTo("`channels` has 3 numbers for two sides");
    }

    @Test
    void paddingOfPools() {
        Diagnostic problem = problem("MaxPool", IMAGE, "kernel", 3, "padding", 2);
        assertThat(problem.code()).isEqualTo(DiagnosticCode.POOL_PADDING);
        assertThat(problem.primary().text()).isEqualTo("a window that spans 3 allows at most 1");
        Bench.layer("MaxPool", IMAGE, "kernel", 3, "padding", 2, "dilation", 2);
    }

    @Test
    void sameWithAStride() {
        Diagnostic problem = problem("Conv", IMAGE, "out_channels", 4, "kernel", 3, "padding", "same", "stride", 2);
        assertThat(problem.code()).isEqualTo(DiagnosticCode.SAME_WITH_STRIDE);
        assertThat(problem.primary().text()).isEqualTo("the stride is 2");
    }

    @Test
    void numbersForChannels() {
        List<Diagnostic> problems =
                Bench.problems("Normalize", IMAGE, "mean", List.of(1.0, 2.0), "std", List.of(1.0, 1.0, 1.0));
        assertThat(problems)
                .extracting(Diagnostic::message)
                .containsExactly(
                        "`mean` of `Normalize` has 2 numbers for 6 channels",
                        "`std` of `Normalize` has 3 numbers for 6 channels");
    }

    @Test
    void limits() {
        assertThat(problem("Conv", IMAGE, "out_channels", 2_000_000_000, "kernel", 1)
                        .code())
                .isEqualTo(DiagnosticCode.TOO_MANY_PARAMETERS);
        assertThat(problem("Conv", IMAGE, "out_channels", 1, "kernel", Integer.MAX_VALUE, "padding", Integer.MAX_VALUE)
                        .code())
                .isEqualTo(DiagnosticCode.TOO_MANY_PARAMETERS);
        assertThat(problem("Conv", IMAGE, "out_channels", 1, "kernel", 1, "padding", 2_000_000_000)
                        .code())
                .isEqualTo(DiagnosticCode.STREAM_TOO_LARGE);
        assertThat(problem("Conv", IMAGE, "out_channels", 1, "kernel", 1, "padding", 100_000)
                        .code())
                .isEqualTo(DiagnosticCode.STREAM_TOO_LARGE);
        assertThat(problem("Conv", IMAGE, "out_channels", 1, "kernel", 2, "dilation", Integer.MAX_VALUE)
                        .code())
                .isEqualTo(DiagnosticCode.WINDOW_DOES_NOT_FIT);
        assertThat(problem(
                                "Conv",
                                IMAGE,
                                "out_channels",
                                1,
                                "kernel",
                                40_000,
                                "dilation",
                                Integer.MAX_VALUE,
                                "padding",
                                "same")
                        .code())
                .isEqualTo(DiagnosticCode.TOO_MANY_PARAMETERS);
        assertThat(problem("Linear", Shape.of(100_000), "out_features", 100_000).code())
                .isEqualTo(DiagnosticCode.TOO_MANY_PARAMETERS);
        assertThat(problem("Pad", IMAGE, "padding", 2_000_000_000).code()).isEqualTo(DiagnosticCode.STREAM_TOO_LARGE);
        assertThat(problem("Pad", IMAGE, "channels", 2_000_000_000).code()).isEqualTo(DiagnosticCode.STREAM_TOO_LARGE);
        assertThat(problem("AdaptiveAvgPool", IMAGE, "output_size", 1_000_000).code())
                .isEqualTo(DiagnosticCode.STREAM_TOO_LARGE);
        assertThat(problem("MaxPool", IMAGE, "kernel", Integer.MAX_VALUE, "padding", Integer.MAX_VALUE)
                        .code())
                .isEqualTo(DiagnosticCode.POOL_PADDING);
    }

    @Test
    void everyProblemHasAPage() {
        for (DiagnosticCode code : DiagnosticCode.values()) {
            if (code.code().matches("E2[12].")) {
                assertThat(code.page()).startsWith("# " + code.code() + ": ").contains("```");
            }
        }
    }

    @Test
    void flattenIsOfferedWhereAStageCanBePutBefore() {
        var recording = new RecordingStage();
        Stage stage = new Stage() {
            @Override
            public Span span() {
                return recording.span();
            }

            @Override
            public Optional<Span> labelled() {
                return Optional.of(recording.span());
            }

            @Override
            public Span argument(String name) {
                return recording.span();
            }

            @Override
            public String path() {
                return "fc";
            }

            @Override
            public String history(int spatialAxis) {
                return "7";
            }

            @Override
            public void report(Diagnostic diagnostic) {
                recording.report(diagnostic);
            }
        };
        LayerType linear = Catalogue.find("Linear").orElseThrow();
        linear.build(Bench.arguments(linear, "out_features", 2), IMAGE, stage);
        assertThat(recording.problems().get(0).fixes().get(0).applied()).startsWith("Flatten -> Stage(");
    }
}
