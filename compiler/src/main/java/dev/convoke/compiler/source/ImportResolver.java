package dev.convoke.compiler.source;

/**
 * Finds the files that specs import, for a compiler that itself knows no disk. One file is one {@link SourceFile}, of one name,
 * whichever way an import leads to it.
 */
@FunctionalInterface
public interface ImportResolver {
    /** For texts that stand for themselves: there is no file beside them. */
    ImportResolver NONE =
            (path, importing) -> new ImportResolution.Missing("a text without a folder has no files beside it");

    /**
     * The file that an import means.
     *
     * @param path relative to the importing file, with slashes; ends in {@code .cnn}
     */
    ImportResolution resolve(String path, SourceFile importing);
}
