package dev.convoke.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Specs to begin with: all samples, all fixtures of diagnostics, and what was found before. */
record Corpus(List<String> texts) {
    /** Specs that broke something once, one a file. */
    private static final Path FOUND = Path.of("src/test/resources/found");

    private static final Path SMALL = Path.of("src/test/resources/small");

    private static final List<Path> FOLDERS =
            List.of(Path.of("../samples"), Path.of("../compiler/src/test/resources/diagnostics"), SMALL, FOUND);

    Corpus {
        texts = List.copyOf(texts);
    }

    static Corpus all() {
        return in(FOLDERS);
    }

    /** Small nets, of which mutants compile soon. */
    static Corpus small() {
        return in(List.of(SMALL));
    }

    private static Corpus in(List<Path> folders) {
        List<String> texts = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(each -> each.toString().endsWith(".cnn"))
                        .filter(each -> !each.toString().contains("/target/"))
                        .sorted()
                        .map(Corpus::read)
                        .forEach(texts::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Corpus(texts);
    }

    private static String read(Path file) {
        try {
            // Whatever the bytes, as a user's file may hold anything.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
