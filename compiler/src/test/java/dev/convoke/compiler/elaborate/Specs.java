package dev.convoke.compiler.elaborate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.source.ImportResolution;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Specs for tests. */
public final class Specs {
    private Specs() {}

    /** The last net of a text that has no problems. */
    public static Network network(String text) {
        return network(text, FrontEndOptions.last());
    }

    public static Network network(String text, FrontEndOptions options) {
        Checked checked = FrontEnd.check(new SourceFile("test.cnn", text), options);
        assertThat(TextRenderer.plain().render(checked.diagnostics())).isEmpty();
        return checked.network().orElseThrow();
    }

    /** The net of a sample, such as {@code zoo/resnet18}. */
    public static Network sample(String name) {
        Checked checked = new FrontEndSession(Specs::resolve).check(source(sampleFile(name)), FrontEndOptions.last());
        assertThat(TextRenderer.plain().render(checked.diagnostics())).isEmpty();
        return checked.network().orElseThrow();
    }

    private static ImportResolution resolve(String path, SourceFile importing) {
        return new ImportResolution.Found(source(Path.of(importing.name()).resolveSibling(path)));
    }

    public static String sampleText(String name) {
        return source(sampleFile(name)).text();
    }

    private static Path sampleFile(String name) {
        int slash = name.indexOf('/');
        return Path.of("../samples", name.substring(0, slash), "src/main/cnn", name.substring(slash + 1) + ".cnn");
    }

    private static SourceFile source(Path file) {
        try {
            return new SourceFile(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A net of one input {@code image: [3, 32, 32]} with this body, behind some declarations. */
    public static Network net(String body, String... declarations) {
        return network(String.join("\n", declarations) + "\nnet Test {\n  input image: [3, 32, 32]\n" + body + "\n}\n");
    }

    /** The names of a network's tensors in order. */
    public static List<String> names(Network network) {
        return network.state().stream().map(StateTensor::name).toList();
    }

    /** The names of its results in order. */
    public static List<String> results(Network network) {
        return network.graph().nodes().stream()
                .map(node -> node.output().name())
                .toList();
    }
}
