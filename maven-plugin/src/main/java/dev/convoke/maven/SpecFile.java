package dev.convoke.maven;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.codehaus.plexus.util.DirectoryScanner;

/**
 * A spec of the project.
 *
 * @param name its path below the source directory, with slashes
 * @param path where it is
 * @param text what it says
 */
record SpecFile(String name, Path path, String text) {

    /** All specs below a folder, sorted by name; none if there is no such folder. */
    static List<SpecFile> find(Path folder, List<String> includes, List<String> excludes) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var scanner = new DirectoryScanner();
        scanner.setBasedir(folder.toFile());
        scanner.setIncludes(includes.toArray(String[]::new));
        scanner.setExcludes(excludes.toArray(String[]::new));
        scanner.addDefaultExcludes();
        scanner.scan();
        String[] found = scanner.getIncludedFiles();
        Arrays.sort(found);
        var specs = new ArrayList<SpecFile>();
        for (String each : found) {
            Path path = folder.resolve(each).normalize();
            specs.add(new SpecFile(each.replace('\\', '/'), path, TextFile.read(path)));
        }
        return List.copyOf(specs);
    }

    /** What the compiler reads; its messages name the spec as the project's people do. */
    SourceFile source() {
        return new SourceFile(path.toString(), text);
    }

    /** Of all that its classes depend on: the configuration, the spec, and the files that it imports. */
    String digest(String configuration, FrontEndSession session) {
        List<String> parts = new ArrayList<>(List.of(configuration, name, text));
        session.sources(source()).stream().skip(1).forEach(imported -> {
            parts.add(imported.name());
            parts.add(imported.text());
        });
        return Digests.of(parts.toArray(String[]::new));
    }

    /** The package of its classes: the folders that it lies in, below a package for all. */
    String packageName(String root) {
        int end = name.lastIndexOf('/');
        String below = end < 0 ? "" : name.substring(0, end).replace('/', '.');
        return root.isEmpty() || below.isEmpty() ? root + below : root + "." + below;
    }
}
