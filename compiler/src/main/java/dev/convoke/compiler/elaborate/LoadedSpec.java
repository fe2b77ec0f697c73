package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A file and those it imports, read and checked as far as that needs no values. Compared by identity. */
public final class LoadedSpec {
    private final SpecFile file;
    private final Declarations declarations;
    private final Map<SpecFile.Import, LoadedSpec> imports;
    private final List<Diagnostic> problems;

    LoadedSpec(
            SpecFile file,
            Declarations declarations,
            Map<SpecFile.Import, LoadedSpec> imports,
            List<Diagnostic> problems) {
        this.file = file;
        this.declarations = declarations;
        this.imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
        this.problems = List.copyOf(problems);
    }

    public SpecFile file() {
        return file;
    }

    Declarations declarations() {
        return declarations;
    }

    /** The files that this one imports itself. */
    public Set<LoadedSpec> imports() {
        return Set.copyOf(imports.values());
    }

    /** The names that an import of this file makes visible; none if the imported file was not found. */
    public Set<String> imported(SpecFile.Import statement) {
        return Optional.ofNullable(imports.get(statement)).stream()
                .flatMap(each -> each.declarations.own().stream())
                .map(Declared::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** This file and all that it imports, directly or not, as they were read. */
    public Set<LoadedSpec> all() {
        return Collections.unmodifiableSet(closure());
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
            open.get(i).imports.values().stream().filter(all::add).forEach(open::add);
        }
        return all;
    }
}
