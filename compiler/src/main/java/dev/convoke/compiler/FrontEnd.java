package dev.convoke.compiler;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.elaborate.NetClasses;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.List;

/** From the text of a spec to checked networks. Whatever the text: problems are reported, all of them, and never thrown. */
public final class FrontEnd {
    private FrontEnd() {}

    /** Checks a text that stands for itself; see {@link FrontEndSession} for files that import others. */
    public static Checked check(SourceFile file, FrontEndOptions options) {
        return new FrontEndSession(ImportResolver.NONE).check(file, options);
    }

    /** What is wrong with files whose classes are to lie in one package, besides what is wrong with each of them. */
    public static List<Diagnostic> checkPackage(List<SpecFile> files) {
        Problems problems = new Problems();
        NetClasses.checkTogether(files, problems);
        return problems.sorted();
    }
}
