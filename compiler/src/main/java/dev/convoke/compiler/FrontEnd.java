package dev.convoke.compiler;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.elaborate.Elaboration;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.ParseResult;
import dev.convoke.compiler.syntax.Parser;
import java.util.List;
import java.util.Optional;

/** From the text of a spec to checked networks. Whatever the text: problems are reported, all of them, and never thrown. */
public final class FrontEnd {
    private FrontEnd() {}

    public static Checked check(SourceFile file, FrontEndOptions options) {
        ParseResult parsed = Parser.parse(file);
        Problems problems = new Problems();
        problems.addAll(parsed.diagnostics());
        List<Network> networks = switch (options.selection()) {
            case ONE -> Elaboration.one(parsed.file(), options.net(), options.settings(), problems);
            case ALL -> Elaboration.all(parsed.file(), options.settings(), problems);
        };
        return new Checked(problems.sorted(), Optional.of(parsed.file()), problems.hasErrors() ? List.of() : networks);
    }
}
