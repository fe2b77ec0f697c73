package dev.convoke.cli;

import dev.convoke.compiler.source.ImportResolution;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.NotUtf8Exception;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Utf8;
import dev.convoke.runtime.problem.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Specs as they were at a revision of the git repository that a file lies in; what they import is of that revision too. */
final class GitRevision implements ImportResolver {
    /** The compiler refuses longer files; what follows is not even read. */
    private static final int MOST_BYTES = (1 << 20) + 1;

    private static final String HELP =
            "name a commit, branch or tag of the repository that the file lies in: --against git:HEAD~1";

    private final String revision;
    private final String commit;

    /** Where git runs; names in the revision are relative to it. */
    private final Path folder;

    private final Map<String, SourceFile> byName = new HashMap<>();

    private GitRevision(String revision, String commit, Path folder) {
        this.revision = revision;
        this.commit = commit;
        this.folder = folder;
    }

    /** A revision of the repository that a file of the working tree lies in. */
    static GitRevision of(String revision, Path file) throws DataProblem {
        Path folder;
        try {
            folder = Objects.requireNonNull(file.toRealPath().getParent());
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
        // What begins with a dash would be an option; what has a colon or a control character names no commit.
        if (!revision.matches("[^-:\\p{Cntrl}][^:\\p{Cntrl}]*")) {
            throw new DataProblem(DataCode.GIT, "`" + revision + "` is no revision", HELP);
        }
        if (git(folder, "rev-parse", "--is-inside-work-tree").isEmpty()) {
            throw new DataProblem(
                    DataCode.GIT, file + " lies in no git repository", "give two files: convoke diff OLD NEW");
        }
        byte[] commit = git(folder, "rev-parse", "--verify", "--quiet", revision + "^{commit}")
                .orElseThrow(() -> new DataProblem(DataCode.GIT, "git knows no revision `" + revision + "`", HELP));
        return new GitRevision(revision, new String(commit, StandardCharsets.US_ASCII).strip(), folder);
    }

    /** The file as it was. */
    SourceFile read(Path file) throws DataProblem {
        Path name;
        try {
            name = Objects.requireNonNull(file.toRealPath().getFileName());
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
        return show(name.toString())
                .orElseThrow(
                        () -> new DataProblem(
                                DataCode.GIT,
                                "there is no " + file + " at " + revision,
                                "name a revision that has the file; if it had another name, give both files: convoke diff OLD NEW"));
    }

    @Override
    public ImportResolution resolve(String path, SourceFile importing) {
        String name;
        try {
            Path file = Path.of(importing.name().substring(prefix().length())).resolveSibling(path);
            name = file.normalize().toString().replace('\\', '/');
        } catch (InvalidPathException e) {
            return new ImportResolution.Missing(path);
        }
        try {
            return show(name)
                    .<ImportResolution>map(ImportResolution.Found::new)
                    .orElseGet(() -> new ImportResolution.Missing(prefix() + name));
        } catch (DataProblem e) {
            return new ImportResolution.Unreadable(e.message());
        }
    }

    private String prefix() {
        return revision + ":";
    }

    /** A file by its name relative to the folder. */
    private Optional<SourceFile> show(String name) throws DataProblem {
        Optional<SourceFile> known = Optional.ofNullable(byName.get(name));
        if (known.isPresent()) {
            return known;
        }
        String relative = name.startsWith("../") ? name : "./" + name;
        Optional<byte[]> shown = git(folder, "show", "--no-textconv", "--end-of-options", commit + ":" + relative);
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        try {
            var source = new SourceFile(prefix() + name, Utf8.decode(shown.get(), MOST_BYTES - 1));
            byName.put(name, source);
            return Optional.of(source);
        } catch (NotUtf8Exception e) {
            throw DataProblem.of(FileException.reading(Path.of(prefix() + name), e));
        }
    }

    /** What git prints; empty if it fails. Its arguments go to it as they are, through no shell. */
    private static Optional<byte[]> git(Path folder, String... arguments) throws DataProblem {
        List<String> command = new ArrayList<>(List.of("git", "--no-pager"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            byte[] out;
            try (var stream = process.getInputStream()) {
                out = stream.readNBytes(MOST_BYTES);
            }
            return process.waitFor() == 0 || out.length == MOST_BYTES ? Optional.of(out) : Optional.empty();
        } catch (IOException e) {
            throw new DataProblem(
                    DataCode.GIT, "git cannot be run", "install git, or give two files: convoke diff OLD NEW");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataProblem(DataCode.GIT, "git was interrupted", "run the command again");
        }
    }
}
