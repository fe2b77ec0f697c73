package dev.convoke.compiler;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.elaborate.Coverage;
import dev.convoke.compiler.elaborate.Elaboration;
import dev.convoke.compiler.elaborate.Expansion;
import dev.convoke.compiler.elaborate.LoadedSpec;
import dev.convoke.compiler.elaborate.NetClasses;
import dev.convoke.compiler.elaborate.Settings;
import dev.convoke.compiler.elaborate.SpecCache;
import dev.convoke.compiler.elaborate.SpecLoader;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.lint.LintSettings;
import dev.convoke.compiler.lint.Linter;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks the specs of one run. A file is read once, however many others import it; so a file that changes meanwhile needs a new
 * session. For one thread.
 */
public final class FrontEndSession {
    private final SpecLoader loader;
    private final SpecCache cache;

    public FrontEndSession(ImportResolver resolver) {
        this(resolver, new SpecCache());
    }

    /**
     * Checks what has changed since earlier sessions, for an editor: one session for each state of the files, and one cache for all of them. Says what it
     * would say without them.
     */
    public FrontEndSession(ImportResolver resolver, SpecCache cache) {
        this.loader = new SpecLoader(resolver, cache);
        this.cache = cache;
    }

    /** Checks a file. What is wrong in the files it imports is reported too, at its place in them. */
    public Checked check(SourceFile file, FrontEndOptions options) {
        LoadedSpec spec = loader.load(file);
        Problems problems = new Problems();
        spec.report(problems);
        List<Network> networks = switch (options.selection()) {
            case ONE -> Elaboration.one(spec, options.net(), options.settings(), problems);
            case ALL -> Elaboration.all(spec, options.settings(), cache, problems);
        };
        return new Checked(problems.sorted(), Optional.of(spec.file()), problems.hasErrors() ? List.of() : networks);
    }

    /**
     * All that there is to say of some files: what is wrong with them and the files they import, and what lints find in them. Lints see
     * all their nets together, so that what one net alone makes of a block is not taken for what all make of it.
     *
     * @param settings those of each file
     */
    public List<Diagnostic> lint(List<SourceFile> files, Function<SourceFile, LintSettings> settings) {
        return lint(files, settings, Settings.NONE);
    }

    /**
     * As {@link #lint(List, Function)}.
     *
     * @param values what is given to the nets that have such parameters
     */
    public List<Diagnostic> lint(List<SourceFile> files, Function<SourceFile, LintSettings> settings, Settings values) {
        Problems problems = new Problems();
        var coverage = new Coverage(values);
        List<LoadedSpec> specs = files.stream().map(loader::load).toList();
        List<Expansion> expansions = new ArrayList<>();
        for (LoadedSpec spec : specs) {
            spec.report(problems);
            expansions.addAll(Elaboration.expand(spec, coverage, cache, problems));
        }
        specs.forEach(spec -> Elaboration.look(spec, coverage, problems));
        problems.addAll(Linter.lint(specs, expansions, coverage, problems.sorted(), settings));
        return problems.sorted();
    }

    /** What is wrong with files whose classes are to lie in one package, besides what is wrong with each of them. */
    public List<Diagnostic> checkPackage(List<SourceFile> files) {
        Problems problems = new Problems();
        NetClasses.checkTogether(files.stream().map(loader::load).toList(), problems);
        return problems.sorted();
    }

    /**
     * What is wrong with files whose classes are to lie in several packages, besides what is wrong with each of them.
     *
     * @param packages the files of each package by its name
     */
    public List<Diagnostic> checkPackages(Map<String, List<SourceFile>> packages) {
        Problems problems = new Problems();
        Map<String, List<LoadedSpec>> loaded = new LinkedHashMap<>();
        packages.forEach((name, files) ->
                loaded.put(name, files.stream().map(loader::load).toList()));
        NetClasses.checkPackages(loaded, problems);
        return problems.sorted();
    }

    /** The nets of a file that have parameters without a value, and these parameters. */
    public Map<String, List<String>> incomplete(SourceFile file) {
        return Elaboration.incomplete(loader.load(file));
    }

    /** The parameters of the nets of a file. */
    public Set<String> parameters(SourceFile file) {
        return Elaboration.parameters(loader.load(file));
    }

    /** A file and all that it imports, directly or not: what a result depends on. */
    public List<SourceFile> sources(SourceFile file) {
        return loader.load(file).sources();
    }
}
