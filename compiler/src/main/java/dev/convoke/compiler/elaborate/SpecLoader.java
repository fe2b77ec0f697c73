package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.ImportResolution;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.ParseResult;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads specs with all that they import, each file once. For one thread. */
public final class SpecLoader {
    /** Files that import one another. */
    static final int MAX_DEPTH = 64;

    private final ImportResolver resolver;
    private final SpecCache cache;
    private final Map<SourceFile, LoadedSpec> loaded = new HashMap<>();
    private final List<SourceFile> open = new ArrayList<>();

    public SpecLoader(ImportResolver resolver) {
        this(resolver, new SpecCache());
    }

    /** @param cache what an earlier look at these or other files has left */
    public SpecLoader(ImportResolver resolver, SpecCache cache) {
        this.resolver = resolver;
        this.cache = cache;
    }

    public LoadedSpec load(SourceFile source) {
        Optional<LoadedSpec> known = Optional.ofNullable(loaded.get(source));
        if (known.isPresent()) {
            return known.get();
        }
        open.add(source);
        LoadedSpec spec = read(source);
        open.remove(open.size() - 1);
        loaded.put(source, spec);
        return spec;
    }

    private LoadedSpec read(SourceFile source) {
        ParseResult parsed = cache.parse(source);
        SpecFile file = parsed.file();
        Problems problems = new Problems();
        problems.addAll(parsed.diagnostics());
        Map<SpecFile.Import, LoadedSpec> imports = new LinkedHashMap<>();
        for (SpecFile.Import each : file.imports()) {
            find(each, source, problems).ifPresent(spec -> add(each, spec, imports, problems));
        }
        List<Declarations> imported =
                imports.values().stream().map(LoadedSpec::declarations).toList();
        boolean complete = imports.size() == file.imports().size();
        Declarations declarations = new Declarations(file, imported, complete);
        clashes(declarations, imports, problems);
        Structure.check(declarations, problems);
        NameCheck.check(file, declarations, problems);
        NetClasses.check(declarations, problems);
        return new LoadedSpec(file, declarations, imports, problems.sorted());
    }

    /** An imported file, or empty after a problem. */
    private Optional<LoadedSpec> find(SpecFile.Import imported, SourceFile importing, Problems problems) {
        Optional<String> path = ImportPath.check(imported, problems);
        return path.flatMap(each -> resolver.resolve(each, importing).match(new ImportResolution.Cases<>() {
            @Override
            public Optional<LoadedSpec> found(ImportResolution.Found found) {
                return enter(found.file(), imported, problems);
            }

            @Override
            public Optional<LoadedSpec> missing(ImportResolution.Missing missing) {
                problems.add(ImportProblems.missing(imported, missing));
                return Optional.empty();
            }

            @Override
            public Optional<LoadedSpec> outside(ImportResolution.Outside outside) {
                problems.add(ImportProblems.outside(imported, outside));
                return Optional.empty();
            }

            @Override
            public Optional<LoadedSpec> unreadable(ImportResolution.Unreadable unreadable) {
                problems.add(ImportProblems.unreadable(imported, unreadable));
                return Optional.empty();
            }
        }));
    }

    private Optional<LoadedSpec> enter(SourceFile file, SpecFile.Import imported, Problems problems) {
        int at = open.indexOf(file);
        if (at >= 0) {
            problems.add(ImportProblems.cycle(imported, open.subList(at, open.size())));
            return Optional.empty();
        }
        if (open.size() >= MAX_DEPTH && !loaded.containsKey(file)) {
            problems.add(LimitProblems.importsTooDeep(imported));
            return Optional.empty();
        }
        return Optional.of(load(file));
    }

    private static void add(
            SpecFile.Import imported, LoadedSpec spec, Map<SpecFile.Import, LoadedSpec> imports, Problems problems) {
        imports.entrySet().stream()
                .filter(each -> each.getValue() == spec)
                .findFirst()
                .ifPresent(each -> problems.add(ImportProblems.twice(imported, each.getKey())));
        imports.put(imported, spec);
    }

    /** Names that a file would have from two places. */
    private static void clashes(
            Declarations declarations, Map<SpecFile.Import, LoadedSpec> imports, Problems problems) {
        Map<String, Declared> seen = new HashMap<>();
        declarations.own().forEach(each -> seen.put(each.name(), each));
        Set<LoadedSpec> done = new HashSet<>();
        imports.forEach((imported, spec) -> {
            for (Declared each : done.add(spec) ? spec.declarations().own() : List.<Declared>of()) {
                Declared other = seen.putIfAbsent(each.name(), each);
                if (other != null) {
                    problems.add(
                            other.home() == declarations
                                    ? ImportProblems.declaredToo(other.declaration(), imported, each.declaration())
                                    : ImportProblems.clash(imported, each.declaration(), other.declaration()));
                }
            }
        });
    }
}
