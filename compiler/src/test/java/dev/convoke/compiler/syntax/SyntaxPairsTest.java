package dev.convoke.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticPairs;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SyntaxPairsTest {
    @TestFactory
    Stream<DynamicTest> pairs() {
        return DiagnosticPairs.in("syntax", source -> Parser.parse(source).diagnostics());
    }

    @Test
    void independentMistakesAreReportedOnceEach() throws IOException {
        assertThat(lines("five-errors-in-a-chain")).containsExactly(3, 4, 5, 6, 7);
        assertThat(lines("five-errors-in-five-declarations")).containsExactly(2, 6, 10, 12, 15);
        assertThat(lines("ten-errors-in-a-body")).containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void whatIsSoundIsKnownDespiteMistakesElsewhere() throws IOException {
        SpecFile file = parse("five-errors-in-five-declarations").file();

        assertThat(file.declarations()).extracting(each -> each.name().text()).contains("Sound");
        assertThat(file.damaged()).extracting(each -> each.name().text()).contains("B", "f", "WIDTH", "C");
    }

    private static java.util.List<Integer> lines(String name) throws IOException {
        return parse(name).diagnostics().stream()
                .map(Diagnostic::place)
                .map(place -> place.line())
                .toList();
    }

    private static ParseResult parse(String name) throws IOException {
        Path spec = Path.of("src/test/resources/diagnostics/syntax", name + ".cnn");
        return Parser.parse(new SourceFile(name + ".cnn", Files.readString(spec)));
    }
}
