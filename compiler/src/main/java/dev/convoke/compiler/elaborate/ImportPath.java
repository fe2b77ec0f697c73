package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.Optional;

/** How the path of an import is written: the same on every system, so that a spec that works on one works on all. */
final class ImportPath {
    private static final String EXTENSION = ".cnn";

    private ImportPath() {}

    /** The path, or empty after a problem. */
    static Optional<String> check(SpecFile.Import imported, Problems problems) {
        String path = imported.path();
        if (path.isEmpty() && imported.pathSpan().length() > 2) {
            return Optional.empty(); // the parser could not read it and said so
        }
        if (path.isBlank()) {
            problems.add(ImportProblems.path(imported, "an import names a file", "no path"));
        } else if (path.chars().anyMatch(Character::isISOControl)) {
            problems.add(ImportProblems.path(imported, "no path has control characters", "this has"));
        } else if (path.startsWith("/") || path.startsWith("~") || path.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            problems.add(ImportProblems.path(
                    imported, "the path of an import is relative to this file", "this one is absolute"));
        } else if (path.contains("\\")) {
            problems.add(ImportProblems.path(imported, "the parts of a path are separated by `/`", "this has `\\`")
                    .fix("write `/`", imported.pathSpan(), '"' + path.replace('\\', '/') + '"'));
        } else if (!path.endsWith(EXTENSION)) {
            problems.add(ImportProblems.path(imported, "an imported file's name ends in `.cnn`", "this does not")
                    .fix("add `.cnn`", imported.pathSpan(), '"' + path + EXTENSION + '"'));
        } else {
            return Optional.of(path);
        }
        return Optional.empty();
    }
}
