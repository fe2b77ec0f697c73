package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.source.Span;
import dev.convoke.grammar.CnnParser;
import java.util.List;
import java.util.Optional;

/** The words for statements, inputs, outputs and calls of other languages. */
final class ForeignProblems {
    private ForeignProblems() {}

    // ---- inputs

    static Diagnostic inputFunction(Findings findings, Token name, Token word) {
        return form("an input is declared, not made by a call", findings.span(word), "no function makes a stream")
                .help("write `input " + SyntaxProblems.shown(name)
                        + ": [3, 32, 32]`: channels, height, width, and no batch");
    }

    static Diagnostic inputWithoutName(Findings findings, Token word, String name) {
        Span end = findings.source().span(word.end() - 1, word.end() - 1);
        return form("an input needs a name, with which chains begin", findings.span(word), "no name")
                .propose("name it, for instance `" + name + "`", new Edit(end, " " + name));
    }

    static Diagnostic inputWithoutShape(Findings findings, Token label) {
        String name = SyntaxProblems.shown(label);
        return Diagnostic.of(
                        DiagnosticCode.SYNTAX,
                        "the input `" + name + "` has no shape",
                        findings.span(label).after(),
                        "expected `[`")
                .help("write how large one sample is: `input " + name + ": [3, 32, 32]` has 3 channels of 32 x 32");
    }

    static Diagnostic floatType(Findings findings, Token type, Token bracket) {
        return Diagnostic.of(
                        DiagnosticCode.UNKNOWN_TYPE,
                        "there is no input of type `" + type.text() + "`",
                        findings.span(type))
                .note("without a type an input is of 32-bit floating point numbers; `u8[...]` is one of bytes")
                .fix("remove it", findings.source().span(type.start(), bracket.start()), "");
    }

    static Diagnostic productShape(Findings findings, Token number, List<String> extents) {
        String shape = "[" + String.join(", ", extents) + "]";
        return form("the extents of a shape stand in brackets", findings.span(number), "")
                .fix("write `" + shape + "`", findings.span(number), shape);
    }

    static Diagnostic shapeInParentheses(Findings findings, Token open, Token close) {
        return form("the extents of a shape stand in brackets", findings.span(open), "not in parentheses")
                .fix(Fix.of(
                        "write `[` and `]`", new Edit(findings.span(open), "["), new Edit(findings.span(close), "]")));
    }

    static Diagnostic shapeWithoutBrackets(Findings findings, Token first, Token last) {
        Span span = findings.span(first, last);
        return form("the extents of a shape stand in brackets", span, "")
                .fix("write the brackets", span, "[" + span.text() + "]");
    }

    static Diagnostic batchInShape(Findings findings, Span batch, Token next) {
        return Diagnostic.of(
                        DiagnosticCode.INVALID_INPUT,
                        "an input has the shape of one sample, without the batch",
                        batch,
                        "the batch is no axis here")
                .note("a compiled net takes batches of any size")
                .fix("leave it out", findings.source().span(batch.start(), next.start()), "");
    }

    // ---- outputs

    static Diagnostic outputWithoutName(Findings findings, Token word, Token last) {
        Diagnostic problem = form("an output needs a name", findings.span(word, last), "no name");
        return problem.propose("name it, for instance `logits`", new Edit(findings.span(word, last), "output logits"));
    }

    static Diagnostic outputForm(Findings findings, Span written, String name) {
        return form("an output's name stands behind the word alone", written, "")
                .fix("write `output " + name + "`", written, "output " + name);
    }

    static Diagnostic severalOutputs(Findings findings, Token first, Token last) {
        return form("one stream makes one output", findings.span(first, last), "more than one name")
                .help("end another chain with `-> output " + SyntaxProblems.shown(last)
                        + "`: each output has a stream of its own");
    }

    static Diagnostic outputStatement(Findings findings, Token word, String name, String chain) {
        return form("an output stands at the end of a chain", findings.span(word), "begins no statement")
                .help("send its stream there: `" + chain + "`");
    }

    static Diagnostic outputOf(Findings findings, Token word, Token name) {
        String shown = name.text();
        return form("an output stands at the end of a chain", findings.span(word), "begins no statement")
                .fix(
                        "write `" + shown + " -> output " + shown + "`",
                        findings.source().span(word.start(), name.start()),
                        shown + " -> output ");
    }

    // ---- loops and results

    /** @param chain the loop as it is written here */
    static Diagnostic loopOverStream(Findings findings, Token word, String chain) {
        return form("a `for` repeats stages; it holds no statements", findings.span(word), "begins no statement")
                .note("each round takes what the one before it makes, and no name is given again")
                .help("put it into the chain: `" + chain + "`"
                        + (chain.matches(".* \\{ [^ ]+: .*")
                                ? ""
                                : "; what has parameters has a label of its own in each round, "
                                        + "`conv{i}: Conv(64, 3)` for instance"));
    }

    static Diagnostic statementsInLoop(Findings findings, Token word, boolean net, Optional<String> stream) {
        boolean loop = word.is(CnnParser.FOR);
        boolean branch = word.is(CnnParser.IF);
        String from = stream.orElse("image");
        if (loop) {
            return form("a `for` repeats stages; it holds no statements", findings.span(word), "begins no statement")
                    .help("put it into the chain: `" + from + " -> for i in 0..3 { conv{i}: Conv(64, 3) -> Relu }`;"
                            + " each round takes what the one before it makes");
        }
        if (branch) {
            return form("an `if` chooses stages; it holds no statements", findings.span(word), "begins no statement")
                    .help("put it into the chain: `" + from
                            + " -> if c { Relu } else { Tanh }`, or choose a value: `y = if c then a else b`");
        }
        String what = net ? "a net" : "a block";
        return Diagnostic.of(
                        DiagnosticCode.FOREIGN_WORD,
                        "no statement of " + what + " begins with `" + word.text() + "`",
                        findings.span(word))
                .note("a body has inputs, names (`y = ...`), chains (`x -> ...`), `require` and `return`")
                .help("stages are repeated by `-> for i in 0..3 { ... }` and chosen by `-> if c { ... } else { ... }`");
    }

    static Diagnostic loopWithoutStream(Findings findings, Token word, String stream) {
        return Diagnostic.of(
                        DiagnosticCode.MISSING_STREAM,
                        "nothing flows into this `" + word.text() + "`",
                        findings.span(word),
                        "a stream should stand before it")
                .propose(
                        "begin with `" + stream + "`",
                        new Edit(findings.span(word).before(), stream + " -> "));
    }

    static Diagnostic severalResults(Findings findings, Token word, Token last, boolean net) {
        Span span = findings.span(word, last);
        String streams = span.text().substring(word.text().length()).strip();
        String joined = streams.matches("\\w+(, ?\\w+)*") && streams.length() < 30 ? streams : "a, b";
        String first = joined.replaceFirst(",.*", "");
        Diagnostic problem = form("one stream is returned, and here are several", span, "more than one result");
        return net
                ? problem.help(
                        "name each output of a net: `" + first + " -> output " + first + "`, each in a line of its own")
                : problem.help("join them, `return concat(" + joined + ")` for instance; or make a block of each");
    }

    static Diagnostic unpacked(Findings findings, Token first, Token last) {
        return form("one name gets one stream", findings.span(first, last), "more than one name")
                .help("blocks have one result; give each stream a line of its own: `" + SyntaxProblems.shown(first)
                        + " = ...`");
    }

    // ---- lists

    static Diagnostic commaBetweenStages(Findings findings, Token comma, List<Edit> edits) {
        return form("stages are chained by `->`, not by commas", findings.span(comma), "")
                .fix(new Fix("write `->`", edits));
    }

    /** @param part what goes if the type goes */
    static Diagnostic typed(Findings findings, Token type, Span part) {
        return form("parameters have no types", findings.span(type), "")
                .note("what a parameter is follows from the values it gets; `name: stream` alone is declared")
                .fix("remove it", part, "");
    }

    // ---- stages

    static Diagnostic roundsWithoutName(Findings findings, Token count) {
        return form("a `for` runs over a range or a list", findings.span(count), "this is neither")
                .fix("write a range", findings.span(count), "_ in 0.." + count.text());
    }

    static Diagnostic argumentsWithoutParentheses(Findings findings, Token name, Token first, Token last) {
        Span span = findings.span(first, last);
        return form("arguments stand in parentheses", span, "")
                .fix("write the parentheses", findings.source().span(name.end(), last.end()), "(" + span.text() + ")");
    }

    static Diagnostic assertion(Findings findings, Token word) {
        return Diagnostic.of(
                        DiagnosticCode.FOREIGN_WORD,
                        "no statement begins with `" + word.text() + "`",
                        findings.span(word))
                .help("a shape is checked behind the stage that makes it: `-> Relu  is [64, 56, 56]`")
                .help("what must hold of numbers is a `require`: `require stride < 3`");
    }

    /** {@code Conv(16, 3)(image)}. */
    static Diagnostic applied(Span stage, String stream) {
        return form("a stream is sent through a stage, not given to it", stage, "no function")
                .help("write `" + stream + " -> " + stage.text() + "`");
    }

    // ---- calls

    static Diagnostic sequential(Findings findings, Token first, Token name, List<Edit> edits) {
        Span span = findings.span(first, name);
        return Diagnostic.of(
                        DiagnosticCode.FOREIGN_WORD, "`" + span.text() + "(...)` is written `seq { ... }` here", span)
                .fix(new Fix("write `seq`, and arrows for the commas", edits));
    }

    static Diagnostic sequentialAsValue(Findings findings, Token name, Token first, Token last) {
        Span span = findings.span(first, last);
        return Diagnostic.of(
                        DiagnosticCode.FOREIGN_WORD,
                        "`" + span.text() + "(...)` is written `seq { ... }` here, and stages have no value",
                        span)
                .help("declare it beside the net, `seq " + SyntaxProblems.shown(name)
                        + " { Conv(64, 3) -> Relu }`; or put it into the chain: `x -> " + SyntaxProblems.shown(name)
                        + ": seq { Conv(64, 3) -> Relu }`");
    }

    static Diagnostic join(Findings findings, Span open, Span close, boolean channels) {
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.FOREIGN_FORM, "streams are joined by `concat(a, b)`", open, "takes no list")
                .note("channels are always joined");
        Fix fix = new Fix(
                channels ? "write the streams alone" : "write the streams alone, if channels are meant",
                List.of(new Edit(open, "concat("), new Edit(close, ")")),
                channels);
        return problem.fix(fix);
    }

    /** @param stage what is written for it here, or empty if that is not known */
    static Diagnostic method(Findings findings, Token receiver, Token name, Span call, String stage, boolean head) {
        Diagnostic problem = form(
                "a stream has no methods, and `." + SyntaxProblems.shown(name) + "()` is one",
                findings.span(name),
                "cannot be called");
        String from = SyntaxProblems.shown(receiver);
        return switch (name.text()) {
            case "size", "dim", "numel" ->
                problem.help("its extents are `" + from + ".c` (channels), `" + from + ".h`, `" + from + ".w`, and `"
                        + from + ".shape` in order; the batch is none of them");
            case "mean" -> problem.help("the mean of each channel is `" + from + " -> GlobalAvgPool -> Flatten`");
            case "item", "detach", "cpu", "cuda", "to", "contiguous", "clone", "float", "backward", "double", "half" ->
                problem.help("leave it out: a spec says what is computed, not how and where");
            default ->
                stage.isEmpty()
                        ? problem.help("what is done with a stream is a stage: `" + from + " -> Relu`, for instance")
                        : head
                                ? problem.propose(
                                        "write `" + from + " -> " + stage + "`", new Edit(call, from + " -> " + stage))
                                : problem.help("send the stream through a stage: `" + from + " -> " + stage + "`");
        };
    }

    /** @param own whether it is one of the net's own modules, as in {@code self.conv1(x)} */
    static Diagnostic functionOfStream(Span written, String meant, boolean own, String stream) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.FOREIGN_WORD,
                "a stream is sent through a stage, not given to a function",
                written,
                "no function");
        return own
                ? problem.help("declare the stage where it stands: `" + stream + " -> " + meant + ": "
                        + TorchNames.module(meant) + "`, for instance")
                : problem.help("write `" + stream + " -> " + meant + "`");
    }

    private static Diagnostic form(String message, Span span, String label) {
        return Diagnostic.of(DiagnosticCode.FOREIGN_FORM, message, span, label);
    }
}
