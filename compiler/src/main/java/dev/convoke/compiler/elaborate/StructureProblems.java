package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.NearestName;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Parameter;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** What is said of declarations that are put together wrongly. */
final class StructureProblems {
    private StructureProblems() {}

    static Diagnostic noOutput(Declaration.Net net) {
        return Diagnostic.of(
                        DiagnosticCode.NO_RESULT,
                        "the net `" + net.name() + "` has no output",
                        net.name().span(),
                        "nothing comes out of it")
                .help("end the chain that makes its result with `-> output logits`, or whatever its name is to be");
    }

    static Diagnostic noReturn(Declaration.Block block) {
        return Diagnostic.of(
                        DiagnosticCode.NO_RESULT,
                        "the block `" + block.name() + "` returns nothing",
                        block.name().span(),
                        "nothing comes out of it")
                .help("end it with `return` and the stream that is its result");
    }

    static Diagnostic streamParameter(Parameter parameter, String word) {
        return Diagnostic.of(
                        DiagnosticCode.MISPLACED,
                        "a " + word + " takes no streams as parameters",
                        parameter.span(),
                        "only blocks take streams")
                .help(
                        word.equals("net")
                                ? "a stream enters a net by `input " + parameter.name() + ": [c, h, w]`"
                                : "functions work on numbers, such as a stream's `.c`");
    }

    static Diagnostic stagesWithoutPlace(Expression.Chain chain) {
        Span first = chain.stages().get(0).span();
        return Diagnostic.of(
                        DiagnosticCode.MISPLACED,
                        "stages can stand only in a net, a block or a seq",
                        first,
                        "no stream flows here")
                .note("functions and constants are computed while compiling; they have no layers");
    }

    static Diagnostic afterReturn(Statement statement, Span returned) {
        return Diagnostic.of(
                        DiagnosticCode.MISPLACED,
                        "this stands behind `return` and has no effect",
                        statement.span(),
                        "never reached")
                .also(returned, "returns here");
    }

    static Diagnostic misplacedInput(Statement.Input input) {
        return Diagnostic.of(
                        DiagnosticCode.MISPLACED,
                        "only a net has inputs of a fixed shape",
                        input.span(),
                        "not in a block")
                .help("the stream that enters a block is `x`; more of them are parameters: `" + input.name()
                        + ": stream`");
    }

    static Diagnostic misplacedOutput(Stage.Output output) {
        return Diagnostic.of(DiagnosticCode.MISPLACED, "only a net has outputs", output.span(), "not in a block or seq")
                .help("let the net name the output, behind the stage that calls this block");
    }

    static Diagnostic recursion(String name, List<String> open, Span use) {
        List<String> cycle = open.subList(open.indexOf(name), open.size());
        return Diagnostic.of(
                        DiagnosticCode.RECURSION,
                        "`" + name + "` is made of itself",
                        use,
                        "this leads back to `" + name + "`")
                .note(String.join(" -> ", cycle) + " -> " + name)
                .help("nothing may lead back to itself; what is to be repeated stands in a `for`");
    }

    static Diagnostic noNet(SourceFile file) {
        return Diagnostic.of(DiagnosticCode.NO_NET, "this file declares no net", file.span(0, 0), "nothing to compile")
                .help("declare one: `net Name { input image: [3, 32, 32] ... }`");
    }

    /** @param nets all that the file has, at least one */
    static Diagnostic unknownNet(String name, List<Declared> nets) {
        List<String> names = nets.stream().map(Declared::name).toList();
        Optional<String> near = NearestName.among(names, name);
        Declared shown = nets.get(near.map(names::indexOf).orElse(names.size() - 1));
        return Diagnostic.of(
                        DiagnosticCode.UNKNOWN_NET,
                        "the file has no net `" + name + "`",
                        shown.declaration().name().span(),
                        near.isPresent() ? "is this one meant?" : "this is its last")
                .help("its nets: " + String.join(", ", names));
    }

    static Diagnostic unknownSetting(String name, Declaration net, List<String> parameters) {
        return Diagnostic.of(
                        DiagnosticCode.UNKNOWN_SETTING,
                        "the net `" + net.name() + "` has no parameter `" + name + "` that could be set",
                        net.name().span(),
                        "declared here")
                .help(parameters.isEmpty() ? "it has none" : "its parameters: " + String.join(", ", parameters));
    }

    static Diagnostic unknownInput(String name, Declaration net, List<String> inputs) {
        return Diagnostic.of(
                        DiagnosticCode.UNKNOWN_SETTING,
                        "the net `" + net.name() + "` has no input `" + name + "` whose size could be set",
                        net.name().span(),
                        "declared here")
                .help("its inputs: " + String.join(", ", inputs));
    }

    static Diagnostic missingSetting(Parameter parameter, Declaration net) {
        return Diagnostic.of(
                        DiagnosticCode.MISSING_ARGUMENT,
                        "the net `" + net.name() + "` needs a value for `" + parameter.name() + "`",
                        parameter.span(),
                        "it has no default")
                .help("set it with `--set " + parameter.name() + "=...`, or give it a default");
    }

    static Diagnostic invalidExtent(Span span, long extent) {
        return Diagnostic.of(
                        DiagnosticCode.INVALID_INPUT,
                        extent < 1
                                ? "an input needs at least 1 element on each axis"
                                : "an axis has at most 2^31 - 1 elements",
                        span,
                        "this is " + extent)
                .note("the batch is no part of a shape; it is free at run time");
    }

    static Diagnostic noAxes(Statement.Input input) {
        return Diagnostic.of(
                        DiagnosticCode.INVALID_INPUT,
                        "the input `" + input.name() + "` has no axes",
                        input.span(),
                        "an empty shape")
                .help("an image is `[channels, height, width]`, a vector `[elements]`");
    }
}
