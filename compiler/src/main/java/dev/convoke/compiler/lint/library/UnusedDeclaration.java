package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.Edits;
import dev.convoke.compiler.lint.FileLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.lint.Names;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A block, seq, function or constant that no net needs. Files without a net are there to be imported, and what other files of the run use is used;
 * all else in a file with nets is for these nets.
 */
public final class UnusedDeclaration implements FileLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.UNUSED_DECLARATION;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public void check(LintedFile file, Consumer<Diagnostic> findings) {
        unused(file).forEach(each -> findings.accept(finding(each, declared(file))));
    }

    /** The declarations that no net needs. */
    static List<Names.Definition> unused(LintedFile file) {
        List<Names.Definition> declared = declared(file);
        if (declared.stream().noneMatch(each -> each.in().match(IS_NET))) {
            return List.of();
        }
        Set<Span> needed = needed(declared, file);
        return declared.stream()
                .filter(each -> !needed.contains(each.in().span()))
                .toList();
    }

    private static List<Names.Definition> declared(LintedFile file) {
        return file.names().definitions().stream()
                .filter(each -> each.kind() == Names.Kind.DECLARATION)
                .toList();
    }

    /** The declarations that a net or another file needs, directly or not. */
    private static Set<Span> needed(List<Names.Definition> declared, LintedFile file) {
        List<Names.Definition> open = new ArrayList<>();
        Set<Span> needed = new HashSet<>();
        for (Names.Definition each : declared) {
            if ((each.in().match(IS_NET)
                            || file.usedByOthers().contains(each.name().text()))
                    && needed.add(each.in().span())) {
                open.add(each);
            }
        }
        for (int i = 0; i < open.size(); i++) {
            Span user = open.get(i).in().span();
            for (Names.Definition each : declared) {
                if (!needed.contains(each.in().span())
                        && each.uses().stream().anyMatch(use -> user.contains(use.span()))) {
                    needed.add(each.in().span());
                    open.add(each);
                }
            }
        }
        return needed;
    }

    private static final Declaration.Cases<Boolean> IS_NET = new Declaration.Cases<>() {
        @Override
        public Boolean net(Declaration.Net net) {
            return true;
        }

        @Override
        public Boolean variant(Declaration.Variant variant) {
            return true;
        }

        @Override
        public Boolean block(Declaration.Block block) {
            return false;
        }

        @Override
        public Boolean seq(Declaration.Seq seq) {
            return false;
        }

        @Override
        public Boolean function(Declaration.Function function) {
            return false;
        }

        @Override
        public Boolean constant(Declaration.Constant constant) {
            return false;
        }
    };

    private static Diagnostic finding(Names.Definition definition, List<Names.Definition> declared) {
        String users = definition.uses().stream()
                .flatMap(use -> user(use, declared).stream())
                .distinct()
                .map(each -> "`" + each + "`")
                .collect(Collectors.joining(", "));
        Span statement = definition
                .in()
                .documentation()
                .map(each -> each.span().to(definition.statement()))
                .orElse(definition.statement());
        return Diagnostic.of(
                        DiagnosticCode.UNUSED_DECLARATION,
                        "`" + definition.name().text() + "` is "
                                + definition.in().match(NameConvention.KINDS) + " that no net needs",
                        definition.name().span(),
                        users.isEmpty()
                                ? "declared here, and nowhere used"
                                : "used only in " + users + ", which no net needs either")
                .propose("remove it", Edits.without(statement));
    }

    private static Optional<String> user(Identifier use, List<Names.Definition> declared) {
        return declared.stream()
                .filter(each -> each.in().span().contains(use.span()))
                .map(each -> each.name().text())
                .findFirst();
    }
}
