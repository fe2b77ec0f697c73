package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.lint.LintSettings;
import dev.convoke.compiler.lint.configuration.LintConfiguration;
import dev.convoke.compiler.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The configurations of a run's specs: the one that is named, or for each spec the nearest. Each is read once. */
final class LintConfigurations {
    private final Optional<Path> named;
    private final SpecFiles files;
    private final Map<Path, LintSettings> read = new HashMap<>();
    private final Map<SourceFile, LintSettings> settings = new HashMap<>();
    private final List<Diagnostic> problems = new ArrayList<>();
    private final List<SourceFile> sources = new ArrayList<>();

    LintConfigurations(Optional<Path> named, SpecFiles files) {
        this.named = named;
        this.files = files;
    }

    /** Finds the configuration of a spec. */
    void add(SourceFile spec) {
        Path file = Path.of(spec.name()).toAbsolutePath().normalize();
        settings.put(spec, named.or(() -> nearest(file)).map(this::read).orElse(LintSettings.DEFAULT));
    }

    LintSettings of(SourceFile spec) {
        return Objects.requireNonNull(settings.get(spec));
    }

    /** What is wrong with the configurations. */
    List<Diagnostic> problems() {
        return List.copyOf(problems);
    }

    /** The configurations. */
    List<SourceFile> sources() {
        return List.copyOf(sources);
    }

    /** In the folder of a spec or above it, up to the root of the repository. */
    private static Optional<Path> nearest(Path spec) {
        Optional<Path> folder = Optional.ofNullable(spec.getParent());
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

    private LintSettings read(Path file) {
        Optional<LintSettings> known = Optional.ofNullable(read.get(file));
        return known.orElseGet(() -> {
            SourceFile source = files.read(shown(file));
            sources.add(source);
            LintSettings fresh = LintConfiguration.read(source, problems::add);
            read.put(file, fresh);
            return fresh;
        });
    }

    /** As short as the user would write it. */
    private static Path shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
