package dev.convoke.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private final SourceFile file = new SourceFile("a.cnn", "one two three four");
    private final SourceFile other = new SourceFile("b.cnn", "other");

    @Test
    void sortsByFileAndPlace() {
        var problems = new Problems();
        problems.add(problem(file, 8, "c"));
        problems.add(problem(other, 0, "x"));
        problems.add(problem(file, 0, "a"));

        assertThat(problems.sorted()).extracting(Diagnostic::message).containsExactly("a", "c", "x");
    }

    @Test
    void reportsTheSameOnce() {
        var problems = new Problems();
        problems.add(problem(file, 0, "a"));
        problems.add(problem(file, 0, "a"));
        problems.add(problem(file, 0, "another message, another problem"));

        assertThat(problems.sorted()).hasSize(2);
    }

    @Test
    void notesTheInstantiationsAndCountsTheOthers() {
        var problems = new Problems();
        Problems layer2 = problems.building("layer2 = Stage(128, 2)", file.span(0, 3));
        layer2.building("0 = BasicBlock(128)", file.span(4, 7)).add(problem(file, 8, "too small: 3"));
        layer2.building("1 = BasicBlock(128)", file.span(4, 7)).add(problem(file, 8, "too small: 2"));
        problems.building("layer3 = Stage(256, 2)", file.span(14, 18)).add(problem(file, 8, "too small: 1"));

        assertThat(problems.sorted())
                .singleElement()
                .satisfies(each -> assertThat(each.message()).isEqualTo("too small: 3"))
                .extracting(Diagnostic::notes)
                .isEqualTo(List.of(
                        "while building 0 = BasicBlock(128) at a.cnn:1:5",
                        "while building layer2 = Stage(128, 2) at a.cnn:1:1",
                        "the same in 2 other instantiations"));
    }

    @Test
    void longTrailsAreCut() {
        var problems = new Problems();
        Problems view = problems;
        for (int i = 0; i < 6; i++) {
            view = view.building("b" + i, file.span(0, 3));
        }
        view.add(problem(file, 0, "deep"));

        assertThat(problems.sorted().get(0).notes()).hasSize(5).last().isEqualTo("inside 2 more");
    }

    @Test
    void errorsAndWarnings() {
        var problems = new Problems();
        assertThat(problems.isEmpty()).isTrue();
        problems.add(problem(file, 0, "a").withSeverity(Severity.WARNING));
        assertThat(problems.isEmpty()).isFalse();
        assertThat(problems.hasErrors()).isFalse();
        problems.add(problem(file, 4, "b"));
        assertThat(problems.hasErrors()).isTrue();
    }

    @Test
    void fixesApplyAllTheirEdits() {
        var fix = Fix.of(
                "swap",
                new Edit(file.span(4, 7), "2"),
                new Edit(file.span(0, 3), "1"),
                new Edit(file.span(18, 18), "!"));
        assertThat(fix.applied()).isEqualTo("1 2 three four!");
        assertThatThrownBy(() -> Fix.of("overlap", new Edit(file.span(0, 3), ""), new Edit(file.span(2, 4), "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fix.of("none")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messagesAreOneLine() {
        assertThat(problem(file, 0, "a\nb").note("c\r\nd").notes()).containsExactly("c d");
        assertThat(problem(file, 0, "a\nb").message()).isEqualTo("a b");
        assertThatThrownBy(() -> problem(file, 0, " ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void errorsAndWarningsOfAFileAreLimited() {
        var file = new SourceFile("a.cnn", "x".repeat(2 * Problems.MOST_WARNINGS));
        Problems problems = new Problems();
        for (int i = 0; i < Problems.MOST_WARNINGS; i++) {
            problems.add(problem(file, i, "w").withSeverity(Severity.WARNING));
        }
        assertThat(problems.sorted()).hasSize(Problems.MOST_WARNINGS);
        problems.add(problem(file, Problems.MOST_WARNINGS, "w").withSeverity(Severity.WARNING));
        assertThat(problems.sorted()).hasSize(Problems.MOST_WARNINGS + 1).last().satisfies(last -> {
            assertThat(last.code()).isEqualTo(DiagnosticCode.TOO_MANY_PROBLEMS);
            assertThat(last.severity()).isEqualTo(Severity.WARNING);
        });
        assertThat(problems.hasErrors()).isFalse();
        for (int i = 0; i <= Problems.MOST_ERRORS; i++) {
            problems.add(problem(file, i, "e"));
        }
        assertThat(problems.sorted()).hasSize(Problems.MOST_WARNINGS + Problems.MOST_ERRORS + 1);
        assertThat(problems.sorted()).last().extracting(Diagnostic::severity).isEqualTo(Severity.ERROR);
    }

    private static Diagnostic problem(SourceFile file, int start, String message) {
        return Diagnostic.of(DiagnosticCode.SYNTAX, message, file.span(start, start + 1));
    }
}
