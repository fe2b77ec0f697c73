package dev.convoke.compiler.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.diagnostic.PageExamples;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Lexemes;
import dev.convoke.compiler.syntax.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is formatted means the same, has the same words and comments in the same order, and is not changed by formatting it again. */
class FormatterPropertiesTest {
    private static final int ROUNDS = Integer.getInteger("convoke.fuzz", 200);

    @Test
    void specsOfTheRepository() throws IOException {
        List<String> specs = specs();
        assertThat(specs).hasSizeGreaterThan(150);
        long formatted = specs.stream().filter(FormatterPropertiesTest::check).count();
        assertThat(formatted).isGreaterThan(100);
    }

    @Test
    void specsOfTheRepositoryWithOtherLayout() throws IOException {
        var random = new Random(31);
        for (String spec : specs()) {
            if (!isWellFormed(spec)) {
                continue;
            }
            List<String> words = words(spec);
            // An argument list on the next line is none, so that some are no specs any more.
            check(RandomSpecs.scattered(words, random, new int[] {4, 30, 1000}[random.nextInt(3)]));
        }
    }

    @Test
    void randomSpecs() {
        var random = new Random(20261121);
        int formatted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            formatted += check(RandomSpecs.next(random, new int[] {3, 10, 40, 1000}[round % 4])) ? 1 : 0;
        }
        assertThat(formatted).isGreaterThan(ROUNDS / 2);
    }

    private static List<String> specs() throws IOException {
        List<String> specs = new ArrayList<>();
        for (Path root : List.of(Path.of("../samples"), Path.of("src/test/resources"))) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(each -> each.toString().endsWith(".cnn"))
                        .map(FormatterPropertiesTest::read)
                        .forEach(specs::add);
            }
        }
        for (Path root : List.of(Path.of("../docs"), Path.of("src/main/resources"))) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(each -> each.toString().endsWith(".md"))
                        .flatMap(each -> PageExamples.of(read(each)))
                        .forEach(specs::add);
            }
        }
        return specs;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of a spec; an argument list's parenthesis marked as one that stays on its line. */
    private static List<String> words(String spec) {
        List<Span> tokens = Lexemes.of(file(spec)).tokens();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            String text = tokens.get(i).text();
            boolean list = text.equals("(")
                    && i > 0
                    && tokens.get(i - 1).text().matches("[A-Za-z]\\w*")
                    && tokens.get(i).line() == tokens.get(i - 1).endLine();
            boolean index = text.equals("[")
                    && i > 0
                    && tokens.get(i - 1).end() == tokens.get(i).start();
            words.add(list || index ? "\0" + text : text);
        }
        return words;
    }

    private static SourceFile file(String text) {
        return new SourceFile("test.cnn", text);
    }

    private static boolean isWellFormed(String text) {
        return Parser.parse(file(text)).diagnostics().isEmpty();
    }

    /** Returns whether the text was one that can be formatted. */
    private static boolean check(String text) {
        Formatted formatted;
        try {
            formatted = Formatter.format(file(text));
        } catch (RuntimeException e) {
            throw new AssertionError("on: " + text, e);
        }
        if (!isWellFormed(text)) {
            assertThat(formatted.text()).isEmpty();
            assertThat(formatted.diagnostics()).isNotEmpty();
            return false;
        }
        String canonical = formatted.text().orElseThrow();
        assertThat(texts(Lexemes.of(file(canonical)).tokens()))
                .as(text)
                .isEqualTo(texts(Lexemes.of(file(text)).tokens()));
        assertThat(comments(canonical)).as(text).isEqualTo(comments(text));
        assertThat(isWellFormed(canonical)).as(canonical).isTrue();
        assertThat(Trees.of(Parser.parse(file(canonical)).file()))
                .as(text)
                .isEqualTo(Trees.of(Parser.parse(file(text)).file()));
        assertThat(Formatter.format(file(canonical)).text()).as(text).contains(canonical);
        assertThat(canonical.lines()).as(text).allMatch(each -> each.equals(each.stripTrailing()));
        assertThat(canonical).doesNotContain("\n\n\n").doesNotStartWith("\n").doesNotEndWith("\n\n");
        assertThat(canonical.isEmpty() || canonical.endsWith("\n")).isTrue();
        return true;
    }

    private static List<String> texts(List<Span> tokens) {
        return tokens.stream()
                .map(each -> each.text().replaceAll("\\s+:$", ":"))
                .toList();
    }

    /** The comments; the lines of one may stand further right or left. */
    private static List<String> comments(String text) {
        return Lexemes.of(file(text)).comments().stream()
                .map(each -> each.text().strip().replaceAll("\\s*\\R\\s*", "\n"))
                .toList();
    }
}
