package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A file and those it imports, read and checked as far as that needs no values. Compared by identity. */
public final class LoadedSpec {
    private final SpecFile file;
    private final Declarations declarations;
    private final List<LoadedSpec> imports;
    private final List<Diagnostic> problems;

    LoadedSpec(SpecFile file, Declarations declarations, List<LoadedSpec> imports, List<Diagnostic> problems) {
        this.file = file;
        this.declarations = declarations;
        this.imports = List.copyOf(imports);
        this.problems = List.copyOf(problems);
    }

    public SpecFile file() {
        return file;
    }

    Declarations declarations() {
        return declarations;
    }

    /** Reports what is wrong in this file and in all that it imports, each file once. */
    public void report(Problems to) {
        closure().forEach(each -> to.addAll(each.problems));
    }

    /** This file and all that it imports, directly or not. */
    public List<SourceFile> sources() {
        return closure().stream().map(each -> each.file.source()).toList();
    }

    private Set<LoadedSpec> closure() {
        Set<LoadedSpec> all = new LinkedHashSet<>(List.of(this));
        List<LoadedSpec> open = new ArrayList<>(List.of(this));
        for (int i = 0; i < open.size(); i++) {
            open.get(i).imports.stream().filter(all::add).forEach(open::add);
        }
        return all;
    }
}
