package dev.convoke.compiler;

import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;

/** From the text of a spec to checked networks. Whatever the text: problems are reported, all of them, and never thrown. */
public final class FrontEnd {
    private FrontEnd() {}

    /** Checks a text that stands for itself; see {@link FrontEndSession} for files that import others. */
    public static Checked check(SourceFile file, FrontEndOptions options) {
        return new FrontEndSession(ImportResolver.NONE).check(file, options);
    }
}
