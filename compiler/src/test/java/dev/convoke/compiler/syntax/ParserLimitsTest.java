package dev.convoke.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParserLimitsTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void fileSize() {
        String start = "const A = 1 //";
        assertThat(codes(start + "x".repeat(MEBIBYTE - start.length() - 1))).isEmpty();
        assertThat(codes(start + "x".repeat(MEBIBYTE - start.length()))).isEmpty();
        assertThat(codes(start + "x".repeat(MEBIBYTE - start.length() + 1)))
                .containsExactly(DiagnosticCode.FILE_TOO_LARGE);
    }

    @Test
    void fileSizeCountsBytes() {
        String start = "const A = 1 //";
        String two = start + "\u00e9".repeat((MEBIBYTE - start.length()) / 2);
        assertThat(codes(two)).isEmpty();
        assertThat(codes(two + "\u00e9")).containsExactly(DiagnosticCode.FILE_TOO_LARGE);
        String four = start + "\uD83D\uDE00".repeat((MEBIBYTE - start.length()) / 4 + 1);
        assertThat(codes(four)).containsExactly(DiagnosticCode.FILE_TOO_LARGE);
    }

    @Test
    void tokens() {
        assertThat(codes("const A = 1\n".repeat(9_999) + "const A=")).doesNotContain(DiagnosticCode.TOO_MANY_TOKENS);
        assertThat(codes("const A = 1\n".repeat(10_000))).isEmpty();
        assertThat(codes("const A = 1\n".repeat(10_000) + "const")).containsExactly(DiagnosticCode.TOO_MANY_TOKENS);
    }

    @Test
    void holes() {
        String one = "const A = \"" + "{1}".repeat(4_998) + "\"\n";
        assertThat(codes(one + "const B = \"{1}\"")).isEmpty();
        assertThat(codes(one + "const B = \"{1}{1}\"")).isEmpty();
        assertThat(codes(one + "const B = \"{1}{1}{1}\"")).containsExactly(DiagnosticCode.TOO_MANY_TOKENS);
    }

    @Test
    void parametersOfADeclaration() {
        String parameters = "a, ".repeat(997) + "b, c";
        assertThat(codes("fn f(" + parameters + ") = 1")).isEmpty();
        assertThat(codes("fn f(" + parameters + ", d) = 1")).isEmpty();
        assertThat(codes("fn f(" + parameters + ", d, e) = 1")).containsExactly(DiagnosticCode.VALUE_TOO_LARGE);
    }

    @Test
    void nestingOfIndices() {
        assertThat(codes("const A = B" + "[0]".repeat(63))).isEmpty();
        assertThat(codes("const A = B" + "[0]".repeat(64))).isEmpty();
        assertThat(codes("const A = B" + "[0]".repeat(65))).containsExactly(DiagnosticCode.NESTING_TOO_DEEP);
        assertThat(codes("const A = B" + ".c".repeat(65))).containsExactly(DiagnosticCode.NESTING_TOO_DEEP);
        assertThat(codes("const A = [" + "B[0], ".repeat(100) + "1][0]")).isEmpty();
    }

    @Test
    void nestingOfParentheses() {
        assertThat(codes("const A = " + "(".repeat(63) + "1" + ")".repeat(63))).isEmpty();
        assertThat(codes("const A = " + "(".repeat(64) + "1" + ")".repeat(64))).isEmpty();
        assertThat(codes("const A = " + "(".repeat(65) + "1" + ")".repeat(65)))
                .containsExactly(DiagnosticCode.NESTING_TOO_DEEP);
    }

    @Test
    void nestingOfBraces() {
        assertThat(codes("seq A { " + "if true { ".repeat(62) + "Relu" + " }".repeat(63)))
                .isEmpty();
        assertThat(codes("seq A { " + "if true { ".repeat(63) + "Relu" + " }".repeat(64)))
                .isEmpty();
        assertThat(codes("seq A { " + "if true { ".repeat(64) + "Relu" + " }".repeat(65)))
                .containsExactly(DiagnosticCode.NESTING_TOO_DEEP);
    }

    @Test
    void nestingOfSigns() {
        assertThat(codes("const A = " + "-".repeat(1) + "- ".repeat(62) + "1")).isEmpty();
        assertThat(codes("const A = " + "- ".repeat(64) + "1")).isEmpty();
        assertThat(codes("const A = " + "- ".repeat(65) + "1")).containsExactly(DiagnosticCode.NESTING_TOO_DEEP);
        assertThat(codes("const A = " + "not ".repeat(65) + "1")).containsExactly(DiagnosticCode.NESTING_TOO_DEEP);
    }

    @Test
    void nestingOfConditions() {
        assertThat(codes("const A = " + "if true then ".repeat(65) + "1" + " else 1".repeat(65)))
                .isEmpty();
        assertThat(codes("const A = " + "if true then ".repeat(66) + "1" + " else 1".repeat(66)))
                .containsExactly(DiagnosticCode.NESTING_TOO_DEEP);
    }

    @Test
    void namesAndNumbers() {
        assertThat(codes("const " + "a".repeat(64) + " = 1")).isEmpty();
        assertThat(codes("const " + "a".repeat(65) + " = 1")).containsExactly(DiagnosticCode.NAME_TOO_LONG);
        assertThat(codes("const A = 9223372036854775807")).isEmpty();
        assertThat(codes("const A = 9223372036854775808")).containsExactly(DiagnosticCode.NUMBER_TOO_LARGE);
        assertThat(codes("const A = 0.123456789012345678")).isEmpty();
        assertThat(codes("const A = 0.1234567890123456789")).containsExactly(DiagnosticCode.NUMBER_TOO_LARGE);
        assertThat(codes("const A = 1e17 + 1e-18")).isEmpty();
        assertThat(codes("const A = 1e18")).containsExactly(DiagnosticCode.NUMBER_TOO_LARGE);
        assertThat(codes("const A = 1e-19")).containsExactly(DiagnosticCode.NUMBER_TOO_LARGE);
        assertThat(codes("const A = 1e999999999999")).containsExactly(DiagnosticCode.NUMBER_TOO_LARGE);
    }

    @Test
    void aHundredProblemsAreEnough() {
        assertThat(codes("const A = 1_0\n".repeat(99))).hasSize(99);
        List<DiagnosticCode> many = codes("const A = 1_0\n".repeat(5000));
        assertThat(many).hasSize(101);
        assertThat(many.get(100)).isEqualTo(DiagnosticCode.TOO_MANY_PROBLEMS);
    }

    @Test
    void longChainsAndListsAreNoProblem() {
        String chain = "net A { input x: [1] x " + "-> Relu ".repeat(10_000) + "-> output y }";
        var net = (Declaration.Net) parse(chain).file().declarations().get(0);
        var flow = (Statement.Flow) net.body().get(1);
        assertThat(((Expression.Chain) flow.value()).stages()).hasSize(10_001);
        assertThat(codes("const A = 1" + " + 1".repeat(10_000))).isEmpty();
        assertThat(codes("const A = 1" + " * 1".repeat(10_000))).isEmpty();
        assertThat(codes("const A = true" + " and true".repeat(10_000))).isEmpty();
        assertThat(codes("const A = [1" + ", 1".repeat(10_000) + "]")).isEmpty();
        assertThat(codes("const A = if true then 1" + " else if true then 1".repeat(5000) + " else 1"))
                .isEmpty();
        assertThat(codes("seq A { if true { Relu }" + " else if true { Relu }".repeat(5000) + " }"))
                .isEmpty();
        assertThat(codes("block A { " + "y = x\n".repeat(10_000) + " return y }"))
                .isEmpty();
    }

    /** What is measured is that parsing ends, not how fast: the time limit is there for a parser that hangs, and far beyond what the slowest machine takes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                "{(",
                "(}",
                "{)",
                "a{",
                "}:",
                "{a}",
                "a{b}:",
                "\"",
                "\"{",
                "'",
                "/*",
                "/*/",
                "*/",
                "if ",
                "a if ",
                "if a then ",
                "else ",
                "for ",
                "->",
                "- ",
                "not ",
                "use a{",
                "net A{",
                "net A(",
                "seq {",
                "is[",
                "a.",
                "1.",
                "..",
                ",",
                ";",
                "#\n",
                "x\n(",
                "\u00e9",
                "\uD800",
                "->a=",
                "a:",
                "input a[",
                "nn.",
                "def a\n",
                "0x1 ",
                "a{a{a:}:}:",
                "\"{\\\"",
                "if a {",
                "a=b\n",
                "class A\n",
                "[1 2"
            })
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void bombsEnd(String piece) {
        String bomb = piece.repeat(MEBIBYTE / piece.getBytes(java.nio.charset.StandardCharsets.UTF_8).length - 20);
        parse(bomb);
        parse("net A {\n input x: [1]\n" + bomb);
    }

    @Test
    void noText() {
        assertThat(codes("net A\0{}")).containsExactly(DiagnosticCode.NOT_TEXT);
        assertThat(codes("")).isEmpty();
        assertThat(codes("\uFEFFconst A = 1")).isEmpty();
    }

    private static List<DiagnosticCode> codes(String text) {
        return parse(text).diagnostics().stream().map(each -> each.code()).toList();
    }

    private static ParseResult parse(String text) {
        return Parser.parse(new SourceFile("test.cnn", text));
    }
}
