package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.elaborate.LoadedSpec;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A file as lints see it: its tree, and what each name in it stands for. */
public final class LintedFile {
    private final LoadedSpec spec;
    private final Names names;
    private final Set<String> usedByOthers;
    private final Map<String, List<String>> unbuilt;
    private final LintSettings settings;
    private final TreeMap<Integer, Declaration> declarations = new TreeMap<>();
    private final Map<Span, List<Names.Definition>> inside = new HashMap<>();

    /**
     * @param importers other files that import it
     * @param unbuilt see {@link #unbuilt}
     * @param settings which lints run on it
     */
    LintedFile(LoadedSpec spec, List<LoadedSpec> importers, Map<String, List<String>> unbuilt, LintSettings settings) {
        this.spec = spec;
        this.unbuilt = Map.copyOf(unbuilt);
        this.settings = settings;
        this.names = Names.of(spec.file());
        this.usedByOthers = importers.stream()
                .flatMap(each -> Names.of(each.file()).foreign().stream())
                .collect(Collectors.toUnmodifiableSet());
        tree().declarations().forEach(each -> declarations.put(each.span().start(), each));
        names.definitions().stream()
                .filter(each -> each.kind() != Names.Kind.DECLARATION)
                .forEach(each -> inside.computeIfAbsent(each.in().span(), key -> new ArrayList<>())
                        .add(each));
    }

    /** The declaration around a place. */
    Optional<Declaration> around(Span place) {
        return Optional.ofNullable(declarations.floorEntry(place.start()))
                .map(Map.Entry::getValue)
                .filter(each -> each.span().contains(place));
    }

    /** The names that are given inside a declaration. */
    public List<Names.Definition> inside(Declaration declaration) {
        return Collections.unmodifiableList(inside.getOrDefault(declaration.span(), List.of()));
    }

    /** Names that other files of the run use and might have from this one. */
    public Set<String> usedByOthers() {
        return usedByOthers;
    }

    /** The nets that were not built, nor any net made of them, as parameters have no value; and these parameters. */
    public Map<String, List<String>> unbuilt() {
        return unbuilt;
    }

    /** Whether another lint runs on the file: what it would say need not be said twice. */
    public boolean runs(DiagnosticCode lint) {
        return settings.level(lint) != Level.OFF;
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
