package dev.convoke.benchmarks;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.elaborate.SpecCache;
import dev.convoke.compiler.lint.LintSettings;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time to parse, check and lint a spec of 325 lines whose nets have 2,132 layers together, as an editor does it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class Editing {
    private static final String UNET = "net UNet(classes = 2, width = 64)";
    private static final String SHARED = "seq ConvBn(";

    private final SpecCache cache = new SpecCache();
    private String text = "";
    private int edits;

    /** Reads the spec. */
    @Setup
    public void setUp() throws IOException {
        try (InputStream file = Objects.requireNonNull(Editing.class.getResourceAsStream("/editor.cnn"))) {
            text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!text.contains(UNET) || !text.contains(SHARED)) {
            throw new IllegalStateException("the spec lacks what is to be edited");
        }
    }

    /** Without anything known. */
    @Benchmark
    public List<Diagnostic> afresh() {
        return lint(text, new SpecCache());
    }

    /** Nothing has changed. */
    @Benchmark
    public List<Diagnostic> unchanged() {
        return lint(text, cache);
    }

    /** A line more at the top: all declarations have moved. */
    @Benchmark
    public List<Diagnostic> lineAbove() {
        edits++;
        return lint("// " + edits + "\n" + text, cache);
    }

    /** A number in one net has changed. */
    @Benchmark
    public List<Diagnostic> oneNet() {
        edits++;
        return lint(text.replace(UNET, "net UNet(classes = " + edits + ", width = 64)"), cache);
    }

    /** A block that nearly all nets are made of has changed. */
    @Benchmark
    public List<Diagnostic> sharedBlock() {
        edits++;
        return lint(text.replace(SHARED, SHARED + "/* " + edits + " */ "), cache);
    }

    private static List<Diagnostic> lint(String text, SpecCache cache) {
        return new FrontEndSession(ImportResolver.NONE, cache)
                .lint(List.of(new SourceFile("editor.cnn", text)), file -> LintSettings.DEFAULT);
    }
}
