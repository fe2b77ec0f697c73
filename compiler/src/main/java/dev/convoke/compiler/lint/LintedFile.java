package dev.convoke.compiler.lint;

import dev.convoke.compiler.elaborate.LoadedSpec;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.Set;

/** A file as lints see it: its tree, and what each name in it stands for. */
public final class LintedFile {
    private final LoadedSpec spec;
    private final Names names;

    LintedFile(LoadedSpec spec) {
        this.spec = spec;
        this.names = Names.of(spec.file());
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
