package dev.convoke.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextRendererTest {
    private static final SourceFile RESNET =
            new SourceFile("resnet.cnn", "\n".repeat(19) + "  skip = x\n  return y + skip -> Relu\n}\n");

    @Test
    void theExampleOfTheDesign() {
        Span y = span(RESNET, "y +", 1);
        Span skip = span(RESNET, "skip ->", 4);
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.SYNTAX,
                        "shapes differ in `y + skip`",
                        skip,
                        "[64, 56, 56], the block's input (line 14)")
                .also(y, "[128, 28, 28], from conv2 (line 18)")
                .at(y.to(skip))
                .note(
                        "the main path changed the channels 64 -> 128 and halved the size (stride=2); the skip did neither")
                .note("while building layer2.0 = BasicBlock(128, stride=2) at resnet.cnn:9:17")
                .help(
                        "project the skip",
                        20,
                        "  skip = x -> downsample: seq { Conv(128, 1, stride=2, bias=false) -> BatchNorm }");

        assertThat(TextRenderer.plain().render(List.of(problem))).isEqualTo("""
                        error[E100]: shapes differ in `y + skip`
                          --> resnet.cnn:21:10
                           |
                        21 |   return y + skip -> Relu
                           |          -   ^^^^ [64, 56, 56], the block's input (line 14)
                           |          |
                           |          [128, 28, 28], from conv2 (line 18)
                           = the main path changed the channels 64 -> 128 and halved the size (stride=2); the skip did neither
                           = while building layer2.0 = BasicBlock(128, stride=2) at resnet.cnn:9:17
                        help: project the skip
                           |
                        20 |   skip = x -> downsample: seq { Conv(128, 1, stride=2, bias=false) -> BatchNorm }
                        """);
    }

    @Test
    void threeLabelsOnOneLine() {
        var file = new SourceFile("a.cnn", "concat(left, middle, right)");
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.SYNTAX, "sizes differ", span(file, "middle", 6), "the odd one")
                .also(span(file, "left", 4), "first")
                .also(span(file, "right", 5), "third");

        assertThat(TextRenderer.plain().render(List.of(problem))).isEqualTo("""
                        error[E100]: sizes differ
                         --> a.cnn:1:14
                          |
                        1 | concat(left, middle, right)
                          |        ----  ^^^^^^  ----- third
                          |        |     |
                          |        |     the odd one
                          |        first
                        """);
    }

    @Test
    void aLabelAroundAnother() {
        var file = new SourceFile("a.cnn", "a = x + y + z");
        Diagnostic problem = Diagnostic.of(DiagnosticCode.SYNTAX, "wrong", span(file, "x + y + z", 9), "the sum")
                .also(span(file, "y", 1), "this");

        assertThat(TextRenderer.plain().render(List.of(problem))).isEqualTo("""
                        error[E100]: wrong
                         --> a.cnn:1:5
                          |
                        1 | a = x + y + z
                          |     ^^^^-^^^^
                          |     |   |
                          |     |   this
                          |     the sum
                        """);
    }

    @Test
    void severalLinesAndFiles() {
        var file = new SourceFile("a.cnn", "one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
        var other = new SourceFile("lib/b.cnn", "block B {\n}\n");
        Diagnostic problem = Diagnostic.of(DiagnosticCode.SYNTAX, "far apart", span(file, "three", 5), "here")
                .also(span(file, "one", 3), "near")
                .also(span(file, "seven", 5), "far")
                .also(span(other, "B", 1), "declared here");

        assertThat(TextRenderer.plain().render(List.of(problem))).isEqualTo("""
                        error[E100]: far apart
                         --> a.cnn:3:1
                          |
                        1 | one
                          | --- near
                        2 | two
                        3 | three
                          | ^^^^^ here
                        ...
                        7 | seven
                          | ----- far
                         ::: lib/b.cnn:1:7
                          |
                        1 | block B {
                          |       - declared here
                        """);
    }

    @Test
    void aPlaceOverSeveralLines() {
        var file = new SourceFile("a.cnn", "seq A {\n  Relu\n}\n");
        Diagnostic problem = Diagnostic.of(DiagnosticCode.SYNTAX, "unused", file.span(0, 16), "never used");

        assertThat(TextRenderer.plain().render(List.of(problem)))
                .contains("1 | seq A {\n  | ^^^^^^^ never used (up to line 3)\n");
    }

    @Test
    void tabsAndWideCharacters() {
        var file = new SourceFile("a.cnn", "\tx\t// \u65E5\u672C\uD83D\uDE00e\u0301 y");
        assertThat(TextRenderer.plain()
                        .render(List.of(Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "y", 1), "l"))))
                .contains("1 |     x   // \u65E5\u672C\uD83D\uDE00e\u0301 y\n  |                    ^ l\n");
        assertThat(TextRenderer.plain()
                        .render(List.of(Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "x", 1), "l"))))
                .contains("  |     ^ l\n");
        assertThat(TextRenderer.plain()
                        .render(List.of(Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "\u672C", 1), "l"))))
                .contains("  |              ^^ l\n");
    }

    @Test
    void hostileCharactersDoNotReachTheTerminal() {
        var file = new SourceFile("a\u001B[2J.cnn", "x \u001B[31m \u202E y");
        Diagnostic problem = Diagnostic.of(DiagnosticCode.SYNTAX, "\u001B[0m\r\n\u202E", span(file, "y", 1), "\u0007")
                .note("\u001B]0;title\u0007")
                .help("\u009B");

        assertThat(TextRenderer.plain().render(List.of(problem)))
                .doesNotContain("\u001B", "\u202E", "\u0007", "\u009B", "\r");
    }

    @Test
    void longLinesAreClippedAroundTheMarks() {
        var file = new SourceFile("a.cnn", "a".repeat(500) + " here " + "b".repeat(500));
        String text = TextRenderer.plain()
                .render(List.of(Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "here", 4), "l")));

        assertThat(text)
                .contains("1 | ..." + "a".repeat(29) + " here " + "b".repeat(85) + "...\n")
                .contains("  | " + " ".repeat(33) + "^^^^ l\n");
    }

    @Test
    void marksThatAreFarApartAreShownInParts() {
        String gap = "x".repeat(200);
        var file = new SourceFile("a.cnn", gap + "left" + gap + "right" + gap);
        Diagnostic problem = Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "right", 5), "the primary")
                .also(span(file, "left", 4), "the other");

        assertThat(TextRenderer.plain().render(List.of(problem)))
                .contains("1 | ..." + "x".repeat(30) + "left" + "x".repeat(40) + "..." + "x".repeat(30) + "right"
                        + "x".repeat(40) + "...\n")
                .contains("  | " + " ".repeat(33) + "----" + " ".repeat(73) + "^^^^^ the primary\n")
                .contains("  | " + " ".repeat(33) + "the other\n");
    }

    @Test
    void marksAtBothEndsOfALongLine() {
        var file = new SourceFile("a.cnn", "left" + "x".repeat(200) + "right");
        Diagnostic problem = Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "right", 5), "p")
                .also(span(file, "left", 4), "o");

        assertThat(TextRenderer.plain().render(List.of(problem)))
                .contains("1 | left" + "x".repeat(40) + "..." + "x".repeat(30) + "right\n")
                .contains("  | ----" + " ".repeat(73) + "^^^^^ p\n");
    }

    @Test
    void aMarkAtTheEndOfALongLineIsShownWhole() {
        var file = new SourceFile("a.cnn", "x".repeat(80) + "m".repeat(60));
        assertThat(TextRenderer.plain()
                        .render(List.of(Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "m", 60), "l"))))
                .contains("1 | ..." + "x".repeat(30) + "m".repeat(60) + "\n")
                .contains("  | " + " ".repeat(33) + "^".repeat(60) + " l\n");
    }

    @Test
    void aLongLineIsNotCutWithinAWideCharacter() {
        String wide = "\u65E5".repeat(100);
        for (String before : List.of(wide, "a" + wide)) {
            var file = new SourceFile("a.cnn", before + "here");
            assertThat(TextRenderer.plain()
                            .render(List.of(Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "here", 4), "l"))))
                    .contains("1 | ..." + "\u65E5".repeat(15) + "here\n")
                    .contains("  | " + " ".repeat(33) + "^^^^ l\n");
        }
        var file = new SourceFile("a.cnn", wide + "xhere");
        assertThat(TextRenderer.plain()
                        .render(List.of(Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "here", 4), "l"))))
                .contains("1 | ..." + "\u65E5".repeat(14) + "xhere\n")
                .contains("  | " + " ".repeat(32) + "^^^^ l\n");
    }

    @Test
    void aFixInALongLineIsShownWhereItChangesTheLine() {
        var file = new SourceFile("a.cnn", "x".repeat(300) + " here " + "y".repeat(300));
        Diagnostic problem = Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "here", 4))
                .fix("write `there`", span(file, "here", 4), "there");
        assertThat(TextRenderer.plain().render(List.of(problem)))
                .endsWith("help: write `there`\n  |\n1 | ..." + "x".repeat(29) + " there " + "y".repeat(84) + "...\n");
    }

    @Test
    void aFixThatTakesAwayAllOfALineShowsNothing() {
        var file = new SourceFile("a.cnn", "one\r\ntwo\r\n");
        Diagnostic problem = Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "two", 3))
                .fix("remove it", span(file, "two", 3), "");
        assertThat(TextRenderer.plain().render(List.of(problem))).endsWith("2 | two\n  | ^^^\nhelp: remove it\n");
    }

    @Test
    void placesAtTheEndAndInEmptyFiles() {
        var empty = new SourceFile("a.cnn", "");
        assertThat(TextRenderer.plain().render(List.of(Diagnostic.of(DiagnosticCode.SYNTAX, "m", empty.span(0, 0)))))
                .isEqualTo("error[E100]: m\n --> a.cnn:1:1\n  |\n1 |\n  | ^\n");
        var ended = new SourceFile("a.cnn", "x\n");
        assertThat(TextRenderer.plain()
                        .render(List.of(Diagnostic.of(DiagnosticCode.SYNTAX, "m", ended.span(1, 2), "l"))))
                .contains("1 | x\n  |  ^ l");
    }

    @Test
    void colours() {
        var file = new SourceFile("a.cnn", "x + y");
        Diagnostic problem = Diagnostic.of(DiagnosticCode.SYNTAX, "m", span(file, "y", 1), "l")
                .also(span(file, "x", 1), "k")
                .fix("title", span(file, "y", 1), "z");
        String coloured = TextRenderer.coloured().render(List.of(problem));

        assertThat(coloured).contains("\u001B[1;31merror[E100]\u001B[0m").contains("\u001B[1;31m^\u001B[0m");
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", ""))
                .isEqualTo(TextRenderer.plain().render(List.of(problem)));
    }

    @Test
    void problemsAreSeparatedByAnEmptyLine() {
        var file = new SourceFile("a.cnn", "x");
        Diagnostic problem = Diagnostic.of(DiagnosticCode.SYNTAX, "m", file.span(0, 1));
        String one = TextRenderer.plain().render(List.of(problem));

        assertThat(TextRenderer.plain().render(List.of(problem, problem))).isEqualTo(one + "\n" + one);
        assertThat(TextRenderer.plain().render(List.of())).isEmpty();
    }

    private static Span span(SourceFile file, String text, int length) {
        int start = file.text().indexOf(text);
        return file.span(start, start + length);
    }
}
