package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.source.Span;
import java.util.Optional;

/** The words for what is wrong with the order of well-formed tokens. */
final class GrammarProblems {
    private GrammarProblems() {}

    /** The general case: {@code expected} in the language's own words, {@code found} as it stands there. */
    static Diagnostic unexpected(Span found, String text, String expected) {
        return Diagnostic.of(
                DiagnosticCode.SYNTAX, "`" + text + "` was not expected here", found, "expected " + expected);
    }

    /** {@code net A:}, as Python begins a body. */
    static Diagnostic bodyBehindColon(Span colon) {
        return Diagnostic.of(DiagnosticCode.FOREIGN_FORM, "a body stands in braces", colon, "a colon begins no body")
                .help(
                        "`net A { ... }`, as with `block`, `seq`, `for` and `if`; how lines are indented does not matter");
    }

    /** {@code x -> Conv(8, 3) + x}: streams are joined before the first arrow. */
    static Diagnostic operatorBehindStage(Span operator, String sign) {
        return Diagnostic.of(
                        DiagnosticCode.SYNTAX,
                        "`" + sign + "` joins streams, and here it stands behind a stage",
                        operator,
                        "a chain goes on with `->`, or ends")
                .help("put the chain in parentheses, `(x -> Relu) " + sign
                        + " y`, or give its stream a name: `y = x -> Relu`, and in" + " the next line `y " + sign
                        + " x`");
    }

    /** The line ends, and something is missing behind its last token. */
    static Diagnostic incomplete(Span end, String last, String expected) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.SYNTAX, "something is missing behind `" + last + "`", end, "expected " + expected);
        return expected.equals("`{`") ? problem.help("what belongs together stands in braces: `{ ... }`") : problem;
    }

    static Diagnostic elseWithoutIf(Span word) {
        return Diagnostic.of(DiagnosticCode.ELSE_WITHOUT_IF, "this `else` belongs to no `if`", word)
                .note("a value: `if c then a else b`; stages: `if c { A } else { B }`");
    }

    static Diagnostic missingElse(Span found, Span word) {
        return Diagnostic.of(DiagnosticCode.SYNTAX, "an `if` with `then` needs an `else`", found, "expected `else`")
                .also(word, "of this `if`")
                .note("it stands for a value, and must have one if the condition is false, too");
    }

    static Diagnostic ifWithoutThen(Span brace, Span word) {
        return Diagnostic.of(
                        DiagnosticCode.SYNTAX,
                        "an `if` that stands for a value needs a `then`",
                        brace,
                        "expected `then`")
                .also(word, "of this `if`")
                .note("braces hold stages and stand in a chain: `x -> if c { A } else { B }`");
    }

    static Diagnostic checkWithoutBrackets(Span found) {
        return Diagnostic.of(
                        DiagnosticCode.CHECK_WITHOUT_BRACKETS,
                        "the shape behind `is` stands in brackets",
                        found,
                        "expected `[`")
                .note("`is [64, 56, 56]` has one entry for each dimension, `is [4608]` has one; `_` matches anything");
    }

    static Diagnostic chainedComparison(
            Span second, String left, String middle, String first, String then, String right) {
        return Diagnostic.of(DiagnosticCode.CHAINED_COMPARISON, "comparisons do not chain", second)
                .help("write `" + left + " " + first + " " + middle + " and " + middle + " " + then + " " + right
                        + "`");
    }

    static Diagnostic noEffect(Span statement) {
        return Diagnostic.of(DiagnosticCode.NO_EFFECT, "this statement does nothing", statement)
                .help("name the value (`y = ...`), send it on (`... -> output y`), or return it");
    }

    /** @param given the only argument, if it is a name */
    static Diagnostic missingStream(Span stage, String name, Optional<String> given) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.MISSING_STREAM,
                "nothing flows into `" + name + "`",
                stage,
                "a stream should stand before it");
        return given.map(stream ->
                        problem.help("a stage is not called with its stream: write `" + stream + " -> " + name + "`"))
                .orElseGet(() -> problem.help(
                        "in a block, `x` is what flows in: `x -> " + name + "`; in a net it is an input's name"));
    }

    static Diagnostic assignedExpression(Span left) {
        return Diagnostic.of(DiagnosticCode.SYNTAX, "only a name can stand left of `=`", left, "expected a name");
    }

    static Diagnostic nestedDeclaration(Span word, String text) {
        return Diagnostic.of(
                        DiagnosticCode.SYNTAX, "a `" + text + "` cannot stand in a body", word, "expected a statement")
                .note("declarations stand beside each other; in a body a value gets a name by `name = ...`");
    }

    static Diagnostic tooManyParameters(Span parameter) {
        return Diagnostic.of(
                        DiagnosticCode.VALUE_TOO_LARGE,
                        "a declaration has at most " + Limits.PARAMETERS + " parameters",
                        parameter,
                        "this is one too many")
                .help("give values that belong together as a list or tuple");
    }

    static Diagnostic secondMember(Span member) {
        return Diagnostic.of(DiagnosticCode.SYNTAX, "a number has no members", member)
                .note("a stream has `c`, `h`, `w`, `d`, `l` and `shape`");
    }

    static Diagnostic escape(Span escape, String text) {
        return Diagnostic.of(DiagnosticCode.ESCAPE, "`" + text + "` means nothing in a text", escape)
                .note("there are `\\\"`, `\\\\`, `\\n`, `\\t`, `\\{` and `\\}`");
    }

    static Diagnostic unclosedHole(Span brace) {
        return Diagnostic.of(
                        DiagnosticCode.UNCLOSED_BRACKET,
                        "this `{` is never closed",
                        brace,
                        "needs a `}` in the same text")
                .help("a brace itself is written `\\{`");
    }

    static Diagnostic strayBraceInText(Span brace) {
        return Diagnostic.of(DiagnosticCode.STRAY_BRACKET, "this `}` closes nothing", brace)
                .fix("write `\\}`", brace, "\\}");
    }

    static Diagnostic hole(Span hole, boolean tooDeep) {
        return tooDeep
                ? Diagnostic.of(DiagnosticCode.NESTING_TOO_DEEP, "holes in holes of a text are nested too deep", hole)
                : Diagnostic.of(DiagnosticCode.SYNTAX, "there is nothing between the braces", hole, "expected a value")
                        .help("a brace itself is written `\\{`");
    }

    static Diagnostic notAName(Span text) {
        return Diagnostic.of(DiagnosticCode.NAME_FORMAT, "this is no name", text)
                .note("a name is a letter, then letters, digits and underscores");
    }

    static Diagnostic strayAtTopLevel(Span found, String text) {
        return Diagnostic.of(
                DiagnosticCode.SYNTAX,
                "`" + text + "` begins no declaration",
                found,
                "expected `net`, `block`, `seq`, `fn`, `const` or `import`");
    }

    /** A file of JSON, as other frameworks keep a model in. */
    static Diagnostic json(Span open) {
        return Diagnostic.of(DiagnosticCode.FOREIGN_FORM, "a spec is not written in JSON", open, "begins JSON")
                .help("write a net: `net Tiny { input image: [3, 32, 32]  image -> conv: Conv(16, 3) -> output y }`");
    }

    static Diagnostic holeInPath(Span text) {
        return Diagnostic.of(DiagnosticCode.SYNTAX, "a path has no holes", text)
                .note("imports are resolved before anything is computed");
    }

    static Diagnostic elementType(Span type, String text) {
        return Diagnostic.of(DiagnosticCode.UNKNOWN_TYPE, "there is no input of type `" + text + "`", type)
                .note("`u8[...]` is an input of bytes; without a type it is of 32-bit floating point numbers");
    }

    static Diagnostic parameterType(Span type, String text) {
        return Diagnostic.of(DiagnosticCode.UNKNOWN_TYPE, "there is no parameter of type `" + text + "`", type)
                .note("`name: stream` declares a stream; numbers, truths and texts are declared by their name alone");
    }

    static Diagnostic misplacedLabel(Span label, String what) {
        Diagnostic problem =
                Diagnostic.of(DiagnosticCode.MISPLACED_LABEL, "a label cannot stand before " + what, label);
        return what.startsWith("`use")
                ? problem.note("`use` shares the parameters of another stage, under that stage's name")
                : problem.help("label the stages in it, or put it into a `seq`: `name: seq { ... }`");
    }

    static Diagnostic rangeFunction(Span call) {
        return Diagnostic.of(DiagnosticCode.FOREIGN_FORM, "a range is written `a..b`", call)
                .help("`for i in 0..n { ... }` runs from 0 to n - 1");
    }
}
