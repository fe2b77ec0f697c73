package dev.convoke.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "1 + 2 * 3 ~ (1 + (2 * 3))",
                "1 - 2 - 3 + 4 ~ (1 - 2 - 3 + 4)",
                "1 * 2 / 3 ~ (1 * 2 / 3)",
                "(1 + 2) * 3 ~ ((1 + 2) * 3)",
                "-a * -b ~ ((-a) * (-b))",
                "- - a ~ (-(-a))",
                "a - -b ~ (a - (-b))",
                "-x.c ~ (-x.c)",
                "(x -> Relu).c ~ (x -> Relu).c",
                "a + b < c * d ~ ((a + b) < (c * d))",
                "not a == b and c or d ~ (((not (a == b)) and c) or d)",
                "not not a ~ (not (not a))",
                "a and b and c ~ (a and b and c)",
                "if a then b else c ~ (a ? b : c)",
                "if a then b else if c then d else e ~ (a ? b : c ? d : e)",
                "if a then if b then c else d else e ~ (a ? (b ? c : d) : e)",
                "if a then b else c -> Relu ~ (a ? b : (c -> Relu))",
                "(if a then b else c) -> Relu ~ ((a ? b : c) -> Relu)",
                "if a then x -> Relu else x ~ (a ? (x -> Relu) : x)",
                "a + b -> Relu -> Tanh ~ ((a + b) -> Relu -> Tanh)",
                "x is [1, _] -> Relu is [c / 2] ~ (x -> is [1, _] -> Relu -> is [(c / 2)])",
                "f(1, b=2, block=3, ) ~ f(1, b=2, block=3)",
                "f() ~ f()",
                "concat(x -> a: A, y) ~ concat((x -> <a> A), y)",
                "(1, 2) ~ tuple(1, 2)",
                "(1,) ~ tuple(1)",
                "(1) ~ 1",
                "[] ~ []",
                "[(1, 2), 3,] ~ [tuple(1, 2), 3]",
                "1.50 ~ 1.5d",
                "1e-5 ~ 0.00001d",
                "2E3 ~ 2000d",
                "true ~ true",
                "\"\" ~ \"\"",
                "x -> l{i}_a{j + 1}: A ~ (x -> <l|{i}|_a|{(j + 1)}> A)",
                "x -> {i}: A -> \"0\": B -> \"n{i}\" : C ~ (x -> <{i}> A -> <0> B -> <n|{i}> C)",
                "x -> block: A -> seq: seq { B } -> output: C -> use: D ~ (x -> <block> A -> <seq> seq { B } -> <output> C -> <use> D)",
                "x -> output y -> use a -> use \"0\" -> use l{i} ~ (x -> output y -> use <a> -> use <0> -> use <l|{i}>)",
                "x -> if a { A } else if b { B } else { } ~ (x -> if a { A } if b { B } else {  })",
                "x -> for i in 0..n + 1 { A } ~ (x -> for i in 0..(n + 1) { A })",
                "x -> for (a, _) in l { A -> B } ~ (x -> for (a, _) in l { A -> B })",
                "x -> for _ in f(3) { A } ~ (x -> for _ in f(3) { A })",
                "x -> seq { h = 2 require h > 1 A(h) -> B is [1] } ~ (x -> seq { h = 2; require (h > 1); A(h) -> B -> is [1] })",
                "x -> seq { h = x.c if h > 1 { A } } ~ (x -> seq { h = x.c; if (h > 1) { A } })",
                "input + output + use + stream + u8 ~ (input + output + use + stream + u8)",
                "x -> output(3) ~ (x -> output(3))",
                "a/*c*/+b//d ~ (a + b)",
            })
    void expressions(String text, String expected) {
        assertThat(AstText.of(expression(text))).isEqualTo(expected);
    }

    @Test
    void textsHaveHolesAndEscapes() {
        assertThat(AstText.of(expression("\"a {b + 1} \\{c\\} \\\"\\\\\\n\\t\"")))
                .isEqualTo("\"a |{(b + 1)}| {c} \"\\\n\t\"");
    }

    @Test
    void statementsNeedNoSeparators() {
        assertThat(statements("a = x b = a -> A(1) -> B c = b return c"))
                .containsExactly("a = x", "b = (a -> A(1) -> B)", "c = b", "return c");
    }

    @Test
    void aParenthesisOnTheNextLineBeginsAStatement() {
        assertThat(statements("a = x -> Relu\n(a + x) -> B return a"))
                .containsExactly("a = (x -> Relu)", "((a + x) -> B)", "return a");
        assertThat(statements("a = x -> Relu (1) return a")).containsExactly("a = (x -> Relu(1))", "return a");
    }

    @Test
    void statements() {
        assertThat(statements(
                        "input image: u8[3, 2 * n]\ninput other: [4]\nrequire a, \"no {a}\"\nrequire b image -> A"))
                .containsExactly(
                        "input image u8[3, (2 * n)]",
                        "input other [4]",
                        "require a, no |{a}",
                        "require b",
                        "(image -> A)");
        assertThat(statements("input = 3 output = input + 1 input -> A input w: [1] input -> A"))
                .containsExactly("input = 3", "output = (input + 1)", "(input -> A)", "input w [1]", "(input -> A)");
    }

    /** What looks like a habit of another language, and is none. */
    @Test
    void nothingIsReportedOfSoundSpecs() {
        parse("seq A { h = 2 conv: Conv(h) -> Relu }");
        parse("seq A { h = 2 * WIDTH Conv(h) -> Relu } const WIDTH = 3");
        parse("seq A(n) { h = n if h > 1 { Relu } else { Tanh } }");
        parse("block A(Skip: stream) { Skip -> Relu -> output y return Skip }");
        parse("net A { input Left: [1] Left -> Relu -> output y Right = Left Right -> Relu -> output z }");
        parse("block A(val, model, F: stream) { a = val b = model\n c = F.c + a + b return F }");
        parse("const A =\n model\nconst model = 3");
        parse("block A { y = x -> Relu\n (concat(x, y) + x) -> output z\n (x) -> output w\n return y }");
        parse(
                "block A { y = concat(x -> Relu is [1],\n x -> a: Conv(1)\n -> Relu, x -> seq { A -> B }, if true then x else x)"
                        + " return y }");
        parse("net A(\n  a = 1, // one\n  b = [\n    (1, 2),\n    (3, 4),\n  ],\n) { input x: [1] return x }");
        parse("seq A(n) { for (a,\n b) in [(1, 2),\n (3, 4)] {\n A\n}\n}");
        parse("block A { y = f(max\n, 3)\n return x }");
    }

    @Test
    void declarations() {
        SpecFile file = parse("""
                import "a/b.cnn"
                /// First
                ///
                ///   third
                net A(n = 1, m = if n > 1 then 2 else 3) { }
                // no documentation
                block B(skip: stream, c,) { return x }
                /// one

                /// two
                seq C { Relu }
                fn d(v) = v
                const E = 3
                """);

        assertThat(file.imports()).extracting(SpecFile.Import::path).containsExactly("a/b.cnn");
        assertThat(file.declarations()).extracting(each -> each.name().text()).containsExactly("A", "B", "C", "d", "E");
        var net = (Declaration.Net) file.declarations().get(0);
        assertThat(net.documentation().orElseThrow().text()).isEqualTo("First\n\n  third");
        assertThat(net.parameters()).hasSize(2);
        assertThat(AstText.of(net.parameters().get(1).byDefault().orElseThrow()))
                .isEqualTo("((n > 1) ? 2 : 3)");
        var block = (Declaration.Block) file.declarations().get(1);
        assertThat(block.documentation()).isEmpty();
        assertThat(block.parameters()).extracting(Parameter::stream).containsExactly(true, false);
        assertThat(file.declarations().get(2).documentation().orElseThrow().text())
                .isEqualTo("two");
        assertThat(file.comments()).extracting(SpecFile.Comment::text).containsExactly("// no documentation");
    }

    @Test
    void inputsAreDocumentedToo() {
        var net = (Declaration.Net) parse("net A {\n/// The picture.\ninput x: [1]\ninput y: [2] }")
                .declarations()
                .get(0);
        assertThat(((Statement.Input) net.body().get(0))
                        .documentation()
                        .orElseThrow()
                        .text())
                .isEqualTo("The picture.");
        assertThat(((Statement.Input) net.body().get(1)).documentation()).isEmpty();
    }

    @Test
    void spansCoverTheText() {
        var block =
                (Declaration.Block) parse("block A {\n  y = x -> l{i}: Conv(3, 4) is [1]\n  return \"{y}\" + (a)\n}")
                        .declarations()
                        .get(0);
        assertThat(block.span().text()).startsWith("block A {").endsWith("}");
        assertThat(block.name().span().text()).isEqualTo("A");
        var let = (Statement.Let) block.body().get(0);
        assertThat(let.span().text()).isEqualTo("y = x -> l{i}: Conv(3, 4) is [1]");
        var chain = (Expression.Chain) let.value();
        assertThat(chain.span().text()).isEqualTo("x -> l{i}: Conv(3, 4) is [1]");
        var call = (Stage.Call) chain.stages().get(0);
        assertThat(call.span().text()).isEqualTo("l{i}: Conv(3, 4)");
        assertThat(call.call().text()).isEqualTo("Conv(3, 4)");
        assertThat(call.label().orElseThrow().span().text()).isEqualTo("l{i}");
        assertThat(call.label().orElseThrow().parts())
                .extracting(each -> each.span().text())
                .containsExactly("l", "{i}");
        assertThat(call.arguments().get(1).span().text()).isEqualTo("4");
        assertThat(chain.stages().get(1).span().text()).isEqualTo("is [1]");
        var sum = (Expression.Arithmetic) ((Statement.Return) block.body().get(1)).value();
        assertThat(sum.span().text()).isEqualTo("\"{y}\" + (a)");
        assertThat(sum.terms().get(0).operatorSpan().text()).isEqualTo("+");
        var text = (Expression.Text) sum.first();
        var hole = (Template.Hole) text.template().parts().get(0);
        assertThat(hole.value().span().text()).isEqualTo("y");
        assertThat(hole.value().span().line()).isEqualTo(3);
    }

    @Test
    void spansBehindCharactersOfTwoUnits() {
        var constant = (Declaration.Constant) parse("/* \uD83D\uDE00 */ const A = \"\uD83D\uDE00\"")
                .declarations()
                .get(0);
        assertThat(constant.value().span().text()).isEqualTo("\"\uD83D\uDE00\"");
    }

    @Test
    void stagesOfASequence() {
        var seq = (Declaration.Seq) parse("seq A(n) { a = n require a > 1 B -> c: D(a) is [_] -> for i in 0..2 { E } }")
                .declarations()
                .get(0);
        assertThat(AstText.of(seq.body()))
                .isEqualTo("{ a = n; require (a > 1); B -> <c> D(a) -> is [_] -> for i in 0..2 { E } }");
    }

    private static Expression expression(String text) {
        var constant =
                (Declaration.Constant) parse("const A = " + text).declarations().get(0);
        return constant.value();
    }

    private static List<String> statements(String text) {
        var block = (Declaration.Block)
                parse("block A {\n" + text + "\n}").declarations().get(0);
        return block.body().stream().map(AstText::of).toList();
    }

    private static SpecFile parse(String text) {
        ParseResult result = Parser.parse(new SourceFile("test.cnn", text));
        assertThat(result.diagnostics()).as(text).isEmpty();
        return result.file();
    }
}
