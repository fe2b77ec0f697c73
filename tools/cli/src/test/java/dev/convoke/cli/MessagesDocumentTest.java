package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/messages.md} says that Convoke prints is what it prints; {@code -Dconvoke.rewrite=true} writes it anew. */
class MessagesDocumentTest {
    private static final Path PAGE = Tool.ROOT.resolve("docs/messages.md");

    /** A spec, and behind it a command with what it prints. */
    private static final Pattern EXAMPLE =
            Pattern.compile("```cnn\n(.*?)```(.*?)```console\n\\$ \\./convoke (.*?)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void pageIsUpToDate() throws IOException {
        write();
        String page = Files.readString(PAGE);
        String actual = EXAMPLE.matcher(page).replaceAll(example -> Matcher.quoteReplacement(run(example)));
        if (Boolean.getBoolean("convoke.rewrite")) {
            Files.writeString(PAGE, actual);
        }
        assertThat(Files.readString(PAGE))
                .as("%s; -Dconvoke.rewrite=true writes it anew", PAGE)
                .isEqualTo(actual);
    }

    @Test
    void twelveMistakesAndOnlyThose() throws IOException {
        List<MatchResult> examples =
                EXAMPLE.matcher(Files.readString(PAGE)).results().toList();
        assertThat(examples).hasSize(12);
        assertThat(examples).extracting(each -> each.group(4)).allMatch(printed -> printed.startsWith("error[E"));
        assertThat(examples).extracting(each -> each.group(4)).noneMatch(printed -> printed.contains("warning["));
    }

    /** Weights of an older version of the last net, and a batch for it. */
    private void write() throws IOException {
        new SafetensorsWriter()
                .floats("conv1.weight", List.of(16L, 3L, 3L, 3L), new float[16 * 27], 0)
                .floats("fc.weight", List.of(10L, 16L), new float[160], 0)
                .floats("fc.bias", List.of(10L), new float[10], 0)
                .write(folder.resolve("trained.safetensors"));
        new SafetensorsWriter()
                .floats("image", List.of(1L, 3L, 32L, 32L), new float[3 * 32 * 32], 0)
                .write(folder.resolve("batch.safetensors"));
    }

    private String run(MatchResult example) {
        String spec = example.group(1);
        String command = example.group(3);
        Object[] words = Arrays.stream(command.split(" "))
                .map(word -> word.matches("\\w+\\.\\w+") ? folder.resolve(word).toString() : word)
                .toArray();
        try {
            Files.writeString(folder.resolve(command.replaceAll(".*?(\\w+\\.cnn).*", "$1")), spec);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Tool tool = Tool.run(words);
        assertThat(tool.status()).as(tool.out() + tool.err()).isEqualTo(1);
        String printed = (tool.out() + tool.err())
                .replace(folder.toString() + folder.getFileSystem().getSeparator(), "");
        return "```cnn\n" + spec + "```" + example.group(2) + "```console\n$ ./convoke " + command + "\n" + printed
                + "```";
    }
}
