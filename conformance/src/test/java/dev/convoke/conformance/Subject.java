package dev.convoke.conformance;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.differentiate.Differentiate;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.TrainingGraph;
import dev.convoke.compiler.plan.Numerics;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.source.ImportResolution;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A network to be tested, and what the compiler makes of it before there are loops. */
record Subject(Network network, TrainingGraph training, Plan plan) {
    /** By algorithms that compute the bits of the definitions. */
    static Subject of(Network network) {
        return of(network, Numerics.EXACT);
    }

    static Subject of(Network network, Numerics numerics) {
        return new Subject(network, Differentiate.of(network), BackEnd.plan(network, numerics));
    }

    /** The net that a spec declares last. */
    static Network network(String spec) {
        Checked checked = FrontEnd.check(new SourceFile("conformance.cnn", spec), FrontEndOptions.last());
        return checked.network().orElseThrow(() -> new IllegalArgumentException(spec + "\n" + checked.diagnostics()));
    }

    /** A net of a spec among the samples, with what it imports. */
    static Network sample(Path spec, FrontEndOptions options) {
        Checked checked = new FrontEndSession(Subject::resolve).check(source(spec), options);
        return checked.network().orElseThrow(() -> new IllegalArgumentException(spec + "\n" + checked.diagnostics()));
    }

    private static ImportResolution resolve(String path, SourceFile importing) {
        return new ImportResolution.Found(source(Path.of(importing.name()).resolveSibling(path)));
    }

    private static SourceFile source(Path file) {
        try {
            return new SourceFile(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All nets of a test resource. */
    static List<Network> networks(String resource) {
        String text;
        try (InputStream in = Objects.requireNonNull(Subject.class.getResourceAsStream("/" + resource))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Checked checked = FrontEnd.check(new SourceFile(resource, text), FrontEndOptions.all());
        if (checked.networks().isEmpty()) {
            throw new IllegalArgumentException(checked.diagnostics().toString());
        }
        return checked.networks();
    }

    @Override
    public String toString() {
        return network.name();
    }
}
