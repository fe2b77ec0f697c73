package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines that ask for what there is not: one line that says why, one that says where to look, exit code 2. */
class WrongUseTest {
    private static final List<String> TRAIN = List.of("train", "a.cnn", "--data", "digits", "--epochs", "1");
    private static final List<String> PREDICT = List.of("predict", "a.cnn", "--weights", "w");
    private static final List<String> GENERATE = List.of("generate", "a.cnn", "-o", "out", "--package", "p");

    private static Arguments says(String message, List<String> command, String... words) {
        return Arguments.of(Stream.concat(command.stream(), Stream.of(words)).toList(), message);
    }

    static Stream<Arguments> oneLine() {
        return Stream.of(
                says("there is no command 'fly'", List.of("fly")),
                says("there is no command 'trian'; did you mean train?", List.of("trian", "a.cnn")),
                says("there is no command 'trian'; did you mean train?", List.of("help", "trian")),
                says("there is no option --epoch; did you mean --epochs?", List.of("train", "a.cnn", "--epoch", "1")),
                says("there is no option --frob", List.of("summary", "a.cnn", "--frob=1")),
                says("missing: --weights W", List.of("predict", "a.cnn")),
                says("missing: FILE", List.of("summary")),
                says("--epochs needs a value: --epochs N", List.of("train", "a.cnn", "--data", "digits", "--epochs")),
                says("'b.cnn' is one argument too many", List.of("summary", "a.cnn", "b.cnn")),
                says("--net is given twice", List.of("summary", "a.cnn", "--net", "A", "--net", "B")),
                says("--set is NAME=VALUE, not 'depth'", List.of("summary", "a.cnn", "--set", "depth")),
                says(
                        "--input-size is like image=3x64x64, not image=big",
                        List.of("summary", "a.cnn", "--input-size", "image=big")),
                says("no problem has the code or slug 'E999'", List.of("explain", "E999")),
                says("--fix and --diff exclude each other", List.of("lint", "a.cnn", "--fix", "--diff")),
                says("--format is text, json, sarif or github, not 'xml'", List.of("lint", "a.cnn", "--format", "xml")),
                says("--json and --format sarif: not both", List.of("lint", "a.cnn", "--format", "sarif", "--json")),
                says("--target is java or opencl, not 'rust'", GENERATE, "--target", "rust"),
                says(
                        "'no package' is no name of a Java package",
                        List.of("generate", "a.cnn", "-o", "out", "--package", "no package")),
                says("--net, --set and --input-size are for one net", GENERATE, "b.cnn", "--net", "A"),
                says("--numerics is fast or exact, not 'slow'", GENERATE, "--numerics", "slow"),
                says("--threads must be 1 to 1024, not 0", GENERATE, "--threads", "0"),
                says(
                        "give --input and --output, or --image: not both",
                        PREDICT,
                        "--input",
                        "i",
                        "--output",
                        "o",
                        "--image",
                        "p"),
                says("--input needs --output OUT", PREDICT, "--input", "i"),
                says("--output needs --input IN", PREDICT, "--output", "o"),
                says("predict needs --input IN and --output OUT, or --image PICTURE...", PREDICT),
                says("--batch must be at least 1, not 0", List.of("bench", "a.cnn", "--batch", "0")),
                says(
                        "--seconds must be more than 0 and at most 3600, not 0.0",
                        List.of("bench", "a.cnn", "--seconds", "0")),
                says("--seconds is a number, not 'x'", List.of("bench", "a.cnn", "--seconds", "x")),
                says("training runs as Java only", List.of("bench", "a.cnn", "--target", "opencl", "--train")),
                says(
                        "--layers times the kernels of --target java only",
                        List.of("bench", "a.cnn", "--target", "opencl", "--layers")));
    }

    static Stream<Arguments> oneLineOfTrain() {
        return Stream.of(
                says(
                        "--epochs must be at least 1, not 0",
                        List.of("train", "a.cnn", "--data", "digits", "--epochs", "0")),
                says(
                        "--epochs is a whole number, not 'many'",
                        List.of("train", "a.cnn", "--data", "digits", "--epochs", "many")),
                says("--batch must be at least 1, not 0", TRAIN, "--batch", "0"),
                says(
                        "--data is mnist:DIR, cifar10:DIR, images:DIR, tensors:FILE or digits, not 'mars:x'",
                        List.of("train", "a.cnn", "--data", "mars:x", "--epochs", "1")),
                says(
                        "--data digits has no folder",
                        List.of("train", "a.cnn", "--data", "digits:here", "--epochs", "1")),
                says(
                        "--data mnist needs a folder: mnist:DIR",
                        List.of("train", "a.cnn", "--data", "mnist", "--epochs", "1")),
                says(
                        "--data tensors needs a file: tensors:FILE",
                        List.of("train", "a.cnn", "--data", "tensors:", "--epochs", "1")),
                says("--lr must be 0 or more, not -1.0", TRAIN, "--lr", "-1"),
                says("--lr must be 0 or more, not NaN", TRAIN, "--lr", "NaN"),
                says("--momentum must be at least 0 and below 1, not 2.0", TRAIN, "--momentum", "2"),
                says("--weight-decay must be 0 or more, not Infinity", TRAIN, "--weight-decay", "Infinity"),
                says(
                        "--alpha must be at least 0 and below 1, not 1.0",
                        TRAIN,
                        "--optimizer",
                        "rmsprop",
                        "--alpha",
                        "1"),
                says("--alpha is for --optimizer rmsprop only", TRAIN, "--alpha", "0.5"),
                says("--warmup must be 0 or more, not -3", TRAIN, "--warmup", "-3"),
                says("--nesterov is a kind of momentum: it needs --momentum M", TRAIN, "--lr", "0.1", "--nesterov"),
                says("--nesterov is for --optimizer sgd only", TRAIN, "--optimizer", "adam", "--nesterov"),
                says(
                        "--momentum is for --optimizer sgd and rmsprop only",
                        TRAIN,
                        "--optimizer",
                        "adam",
                        "--momentum",
                        "0.5"),
                says("--optimizer is sgd, adam, adamw or rmsprop, not 'lion'", TRAIN, "--optimizer", "lion"),
                says(
                        "--loss is cross-entropy, mse, l1, huber, smooth-l1, bce, nll or kl, not 'hinge'",
                        TRAIN,
                        "--loss",
                        "hinge"),
                says("--delta is for --loss huber only", TRAIN, "--loss", "l1", "--delta", "2"),
                says(
                        "--class-weights is for --loss cross-entropy and nll only",
                        TRAIN,
                        "--loss",
                        "kl",
                        "--class-weights",
                        "2,3"),
                says("--reduction batchmean is for --loss kl only", TRAIN, "--reduction", "batchmean"),
                says("--reduction is mean, sum or batchmean, not 'none'", TRAIN, "--reduction", "none"),
                says(
                        "label smoothing is 2.0, but label smoothing must be from 0 to 1",
                        TRAIN,
                        "--label-smoothing",
                        "2"),
                says("--augment knows flip and shift=N, not 'spin'", TRAIN, "--augment", "spin"),
                says("--resume needs --checkpoint DIR", TRAIN, "--resume"));
    }

    @ParameterizedTest
    @MethodSource({"oneLine", "oneLineOfTrain"})
    void oneLine(List<String> words, String message) {
        Tool tool = Tool.run(words.toArray());
        assertThat(tool.status()).as(tool.err()).isEqualTo(2);
        assertThat(tool.err().lines()).hasSize(2);
        assertThat(tool.err()).contains(": " + message).containsPattern("see `convoke( [a-z]+)? --help`");
        assertThat(tool.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"draw", "import", "export"})
    void commandsOfLaterVersionsAreKnown(String name) {
        for (Tool tool : List.of(Tool.run(name, "a.cnn", "-o", "b"), Tool.run("help", name))) {
            assertThat(tool.status()).isEqualTo(2);
            assertThat(tool.err()).contains("`" + name + "` is not yet in this version");
        }
    }

    @Test
    void withoutACommandItListsThem() {
        Tool tool = Tool.run();
        assertThat(tool.status()).isEqualTo(2);
        assertThat(tool.err()).startsWith("Usage: convoke COMMAND").contains("  train ", "  generate ");
        assertThat(tool.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"demo", "lint", "summary", "generate", "predict", "train", "gradients", "bench", "explain", "help"})
    void everyCommandHasHelp(String command) {
        Tool tool = Tool.run(command, "--help");
        assertThat(tool.status()).isZero();
        assertThat(tool.err()).isEmpty();
        assertThat(tool.out()).startsWith("Usage: convoke " + command).contains("-h, --help");
        assertThat(tool.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(Tool.run("help", command)).isEqualTo(tool);
    }

    @Test
    void helpAlone() {
        assertThat(Tool.run("help")).isEqualTo(Tool.run("--help"));
        assertThat(Tool.run("help").out()).startsWith("Usage: convoke COMMAND");
    }
}
