package dev.convoke.maven;

import dev.convoke.compiler.source.ImportResolution;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that specs import: any of the project's, none from outside, which would build on one machine only.
 *
 * @param folders the project, and the folder of its specs, which may lie elsewhere
 */
record ImportedFiles(List<Path> folders) implements ImportResolver {

    @Override
    public ImportResolution resolve(String path, SourceFile importing) {
        Path file;
        try {
            file = Path.of(importing.name()).resolveSibling(path).normalize();
        } catch (InvalidPathException e) {
            return new ImportResolution.Missing(path);
        }
        Path absolute = file.toAbsolutePath();
        if (folders.stream()
                .noneMatch(each -> absolute.startsWith(each.toAbsolutePath().normalize()))) {
            return new ImportResolution.Outside(folders.get(0).toString());
        }
        if (!Files.exists(file)) {
            return new ImportResolution.Missing(file.toString());
        }
        try {
            return new ImportResolution.Found(new SourceFile(file.toString(), TextFile.read(file)));
        } catch (IOException e) {
            return new ImportResolution.Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
