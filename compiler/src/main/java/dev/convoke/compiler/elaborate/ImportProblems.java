package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.NearestAdvice;
import dev.convoke.compiler.source.ImportResolution;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.List;
import java.util.stream.Collectors;

/** What is said of imports. */
final class ImportProblems {
    private static final String ENDING = ".cnn";

    private ImportProblems() {}

    static Diagnostic missing(SpecFile.Import imported, ImportResolution.Missing missing) {
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.IMPORT_NOT_FOUND,
                        "there is no file `" + imported.path() + "`",
                        imported.pathSpan(),
                        "not found")
                .note("looked for: " + missing.searched());
        // Without the ending, which is the same of all and would make short names long.
        List<String> others =
                missing.others().stream().map(ImportProblems::withoutEnding).toList();
        return NearestAdvice.of(
                        problem,
                        others,
                        withoutEnding(imported.path()),
                        imported.pathSpan(),
                        each -> '"' + each + ENDING + '"')
                .orElseGet(() -> problem.help("a path is relative to the file that it stands in"));
    }

    private static String withoutEnding(String path) {
        return path.endsWith(ENDING) ? path.substring(0, path.length() - ENDING.length()) : path;
    }

    static Diagnostic unreadable(SpecFile.Import imported, ImportResolution.Unreadable unreadable) {
        return Diagnostic.of(
                        DiagnosticCode.IMPORT_UNREADABLE,
                        "`" + imported.path() + "` cannot be read",
                        imported.pathSpan(),
                        "not readable")
                .note(unreadable.reason());
    }

    static Diagnostic outside(SpecFile.Import imported, ImportResolution.Outside outside) {
        return path(imported, "an import stays within the folder of all specs", "this leads out of it")
                .note("that folder is " + outside.folder());
    }

    static Diagnostic path(SpecFile.Import imported, String message, String label) {
        return Diagnostic.of(DiagnosticCode.IMPORT_PATH, message, imported.pathSpan(), label);
    }

    /** @param open the files that are being read, from the one that is imported again to the one with the import */
    static Diagnostic cycle(SpecFile.Import imported, List<SourceFile> open) {
        String self = open.get(0).name();
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.IMPORT_CYCLE,
                open.size() == 1 ? "the file imports itself" : "files import each other in a circle",
                imported.pathSpan(),
                "this leads back to " + self);
        return open.size() == 1
                ? problem.help("its declarations see each other without an import")
                : problem.note(open.stream().map(SourceFile::name).collect(Collectors.joining(" -> ")) + " -> " + self)
                        .help("move what both need into a file of its own, which both import");
    }

    /** Adds where a name is declared that an imported file sees and this one does not. */
    static Diagnostic notPassedOn(Diagnostic problem, Declared declared) {
        Span name = declared.declaration().name().span();
        return problem.withoutAdvice()
                .also(name, "declared here")
                .help("import " + name.file().name() + " here too: what an imported file imports is not passed on");
    }

    static Diagnostic twice(SpecFile.Import imported, SpecFile.Import before) {
        return Diagnostic.of(
                        DiagnosticCode.IMPORTED_TWICE,
                        "`" + imported.path() + "` is imported twice",
                        imported.span(),
                        "again here")
                .also(before.span(), "first here")
                .fix("remove it", imported.span(), "");
    }

    static Diagnostic declaredToo(Declaration own, SpecFile.Import imported, Declaration other) {
        return Diagnostic.of(
                        DiagnosticCode.IMPORT_CLASH,
                        "`" + own.name() + "` is declared here and in `" + imported.path() + "`",
                        own.name().span(),
                        "declared here")
                .also(imported.span(), "imported here")
                .also(other.name().span(), "and declared here")
                .help("give one of them another name");
    }

    static Diagnostic clash(SpecFile.Import imported, Declaration one, Declaration other) {
        return Diagnostic.of(
                        DiagnosticCode.IMPORT_CLASH,
                        "`" + one.name() + "` is declared in two imported files",
                        imported.pathSpan(),
                        "this declares it again")
                .also(other.name().span(), "first declared here")
                .also(one.name().span(), "declared here too")
                .help("give one of them another name, or move what both files need into a third");
    }
}
