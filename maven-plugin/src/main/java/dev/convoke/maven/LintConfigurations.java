package dev.convoke.maven;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.lint.LintSettings;
import dev.convoke.compiler.lint.configuration.LintConfiguration;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What holds for each spec: the plugin's parameters, and where they say nothing a file: the one that is named, or the nearest. */
final class LintConfigurations {
    private final Optional<Path> named;
    private final LintSettings parameters;
    private final Map<Path, LintSettings> read = new HashMap<>();
    private final Map<SourceFile, LintSettings> settings = new HashMap<>();
    private final List<Diagnostic> problems = new ArrayList<>();

    LintConfigurations(Optional<Path> named, LintSettings parameters) {
        this.named = named;
        this.parameters = parameters;
    }

    /** Finds the configuration of a spec. */
    void add(SourceFile spec) throws IOException {
        Optional<Path> file = named.isPresent() ? named : nearest(Path.of(spec.name()));
        settings.put(spec, file.isPresent() ? parameters.over(read(file.get())) : parameters);
    }

    LintSettings of(SourceFile spec) {
        return Objects.requireNonNull(settings.get(spec));
    }

    /** What is wrong with the files. */
    List<Diagnostic> problems() {
        return List.copyOf(problems);
    }

    /** In the folder of a spec or above it, up to the root of the repository. */
    private static Optional<Path> nearest(Path spec) {
        Optional<Path> folder =
                Optional.ofNullable(spec.toAbsolutePath().normalize().getParent());
        while (folder.isPresent()) {
            Path file = folder.get().resolve(LintConfiguration.FILE_NAME);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
            folder = Files.exists(folder.get().resolve(".git"))
                    ? Optional.empty()
                    : Optional.ofNullable(folder.get().getParent());
        }
        return Optional.empty();
    }

    private LintSettings read(Path file) throws IOException {
        Optional<LintSettings> known = Optional.ofNullable(read.get(file));
        if (known.isPresent()) {
            return known.get();
        }
        var source = new SourceFile(file.toString(), TextFile.read(file));
        LintSettings fresh = LintConfiguration.read(source, problems::add);
        read.put(file, fresh);
        return fresh;
    }
}
