package dev.convoke.compiler;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.elaborate.Elaboration;
import dev.convoke.compiler.elaborate.LoadedSpec;
import dev.convoke.compiler.elaborate.NetClasses;
import dev.convoke.compiler.elaborate.SpecLoader;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the specs of one run. A file is read once, however many others import it; so a file that changes meanwhile needs a new
 * session. For one thread.
 */
public final class FrontEndSession {
    private final SpecLoader loader;

    public FrontEndSession(ImportResolver resolver) {
        this.loader = new SpecLoader(resolver);
    }

    /** Checks a file. What is wrong in the files it imports is reported too, at its place in them. */
    public Checked check(SourceFile file, FrontEndOptions options) {
        LoadedSpec spec = loader.load(file);
        Problems problems = new Problems();
        spec.report(problems);
        List<Network> networks = switch (options.selection()) {
            case ONE -> Elaboration.one(spec, options.net(), options.settings(), problems);
            case ALL -> Elaboration.all(spec, options.settings(), problems);
        };
        return new Checked(problems.sorted(), Optional.of(spec.file()), problems.hasErrors() ? List.of() : networks);
    }

    /** What is wrong with files whose classes are to lie in one package, besides what is wrong with each of them. */
    public List<Diagnostic> checkPackage(List<SourceFile> files) {
        Problems problems = new Problems();
        NetClasses.checkTogether(files.stream().map(loader::load).toList(), problems);
        return problems.sorted();
    }

    /** The nets of a file that have parameters without a value, and these parameters. */
    public Map<String, List<String>> incomplete(SourceFile file) {
        return Elaboration.incomplete(loader.load(file));
    }

    /** A file and all that it imports, directly or not: what a result depends on. */
    public List<SourceFile> sources(SourceFile file) {
        return loader.load(file).sources();
    }
}
