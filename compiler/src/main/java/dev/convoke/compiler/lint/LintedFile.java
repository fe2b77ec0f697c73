package dev.convoke.compiler.lint;

import dev.convoke.compiler.elaborate.LoadedSpec;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A file as lints see it: its tree, and what each name in it stands for. */
public final class LintedFile {
    private final LoadedSpec spec;
    private final Names names;
    private final Set<String> usedByOthers;

    /** @param importers other files that import it */
    LintedFile(LoadedSpec spec, List<LoadedSpec> importers) {
        this.spec = spec;
        this.names = Names.of(spec.file());
        this.usedByOthers = importers.stream()
                .flatMap(each -> Names.of(each.file()).foreign().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Names that other files of the run use and might have from this one. */
    public Set<String> usedByOthers() {
        return usedByOthers;
    }

    public SpecFile tree() {
        return spec.file();
    }

    public SourceFile source() {
        return spec.file().source();
    }

    /** Every name that the file gives, and where it is used. */
    public Names names() {
        return names;
    }

    /** The names that an import makes visible; none if the file was not found. */
    public Set<String> imported(SpecFile.Import statement) {
        return spec.imported(statement);
    }

    LoadedSpec spec() {
        return spec;
    }
}
