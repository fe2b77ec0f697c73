package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.NearestAdvice;
import dev.convoke.compiler.diagnostic.NearestName;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.TorchNames;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is said of names that stand for nothing, for two things, or for something else. */
final class NameProblems {
    /** So much of a statement is looked at to see how it begins. */
    private static final int LONGEST_BEGINNING = 120;

    private NameProblems() {}

    static Diagnostic unknownStage(Stage.Call call, Collection<String> known) {
        Identifier name = call.name();
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.UNKNOWN_STAGE,
                "no layer, block or seq is called `" + name + "`",
                name.span(),
                "not known");
        String ranked = name.text().replaceFirst("[123][dD]$", "");
        String here = TorchNames.here(name.text());
        if (here.equals("seq")) {
            return problem.help("stages one after the other are `label: seq { Conv(64, 3) -> Relu }`");
        }
        if (here.equals("concat")) {
            return problem.help("streams are joined by an expression: `concat(a, b) -> ...`");
        }
        if (name.text().equals("Add")) {
            return problem.help("streams are joined by an expression: `a + b -> ...`");
        }
        if (ranked.equals("Dropout")) {
            return problem.help("write `Dropout(p, channels=true)`, which sets whole channels to 0");
        }
        if (known.contains(here)) {
            return ForeignArguments.renamed(problem, call, here);
        }
        return NearestAdvice.of(problem, known, ranked, name.span()).orElseGet(() -> notNear(problem, call));
    }

    private static Diagnostic notNear(Diagnostic problem, Stage.Call call) {
        String name = call.name().text();
        return switch (name) {
            case "view", "reshape" ->
                problem.help("`Flatten` makes a vector of a sample, `Reshape([c, h, w])` gives it another shape");
            case "permute", "transpose" -> problem.help("axes change their places by `Permute((0, 1, 3, 2))`");
            case "activation", "Activation" ->
                problem.help("each activation is a layer of its own: `Relu`, `Gelu`, `Sigmoid`, for instance");
            case "mean" -> problem.help("the mean of each channel is `GlobalAvgPool -> Flatten`");
            default -> {
                Diagnostic declare = problem.help(
                        "declare it with `block " + name + "(...) { ... }` or `seq " + name + "(...) { ... }`");
                boolean output = Character.isLowerCase(name.charAt(0))
                        && call.arguments().isEmpty()
                        && call.label().isEmpty();
                yield output
                        ? declare.help("if it is to be the name of an output, write `output " + name + "`")
                        : declare;
            }
        };
    }

    /** @param entered whether a stream enters where the name stands: {@code x}, or an input of the net */
    static Diagnostic unknownName(Identifier name, Collection<String> known, Optional<Span> later, boolean entered) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.UNKNOWN_NAME,
                later.isPresent()
                        ? "`" + name + "` is used before it stands for anything"
                        : "no stream, parameter or constant is called `" + name + "`",
                name.span(),
                later.isPresent() ? "not known yet" : "not known");
        if (later.isPresent() && later.get().start() < name.span().start()) {
            return problem.also(later.get(), "it stands for what is defined here")
                    .help("a name cannot be a part of what it stands for");
        }
        if (later.isPresent()) {
            return problem.also(later.get(), "it gets its name here")
                    .help("move the line that gives the name before its use");
        }
        if (Choices.has(name.text()) && NearestName.among(known, name.text()).isEmpty()) {
            return problem.fix("a text stands in quotes", name.span(), '"' + name.text() + '"');
        }
        if (name.text().equals("x")) {
            return problem.note("`x` is the input of a block or seq; a net's inputs have names of their own");
        }
        return NearestAdvice.of(problem, known, name.text(), name.span())
                .orElseGet(() -> !entered
                        ? problem.help("a stream enters a net by `input " + name + ": [3, 32, 32]`")
                        : known.isEmpty() ? problem : problem.help("known here: " + String.join(", ", known)));
    }

    private static String spelled(String word) {
        return switch (word) {
            case "fn" -> "function";
            case "const" -> "constant";
            default -> word;
        };
    }

    static Diagnostic unknownFunction(Identifier name, Collection<String> known, Collection<String> stages) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.UNKNOWN_FUNCTION, "no function is called `" + name + "`", name.span(), "not known");
        Optional<String> stage = NearestName.among(stages, name.text().replaceFirst("[123][dD]$", ""));
        String here = TorchNames.here(name.text());
        if (here.equals("concat")) {
            return problem.fix("write `concat`", name.span(), "concat");
        }
        if (name.text().equals("add")) {
            return problem.help("streams are added by `a + b`");
        }
        return NearestAdvice.of(problem, known, name.text(), name.span())
                .or(() -> stage.map(each ->
                        problem.help("`" + each + "` is a stage: send a stream through it, `x -> " + each + "`")))
                .orElseGet(() -> problem.help("known: " + String.join(", ", known)));
    }

    static Diagnostic unknownMember(Identifier name) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.UNKNOWN_MEMBER, "a stream has no `." + name + "`", name.span(), "not known");
        String meant = switch (name.text()) {
            case "channels", "C", "features", "n" -> "c";
            case "height", "H" -> "h";
            case "width", "W" -> "w";
            case "depth", "D" -> "d";
            case "length", "L" -> "l";
            case "size", "dims" -> "shape";
            default -> "";
        };
        return meant.isEmpty()
                ? problem.help("it has `.c` (channels), `.h`, `.w`, `.d`, `.l` (extents) and `.shape`")
                : problem.fix("write `." + meant + "`", name.span(), meant);
    }

    static Diagnostic duplicateDeclaration(Declaration declaration, Span other) {
        return Diagnostic.of(
                        DiagnosticCode.DUPLICATE_DECLARATION,
                        "`" + declaration.name() + "` is declared twice",
                        declaration.name().span(),
                        "again here")
                .also(other, "first here")
                .help("give one of them another name");
    }

    static Diagnostic duplicateName(Identifier name, Span other) {
        return name.text().equals("x")
                        && other.file().equals(name.span().file())
                        && !other.text().equals("x")
                ? Diagnostic.of(
                                DiagnosticCode.DUPLICATE_NAME,
                                "`x` is the input here and cannot be given again",
                                name.span(),
                                "another name is needed")
                        .help("a name means one stream: call this one `y`, for instance"
                                + (isReassigned(name) ? ", and go on with it, `y = x -> ...` and then `y -> ...`" : ""))
                : Diagnostic.of(
                                DiagnosticCode.DUPLICATE_NAME,
                                "`" + name + "` is given twice",
                                name.span(),
                                "again here")
                        .also(other, "first here")
                        .help(
                                isReassigned(name)
                                        ? "a name means one thing throughout: leave `" + name + " = " + name
                                                + "` out, so that one chain goes on with `->`, or call this one `"
                                                + name
                                                + "2` and what follows it too"
                                        : "a name means one thing throughout: use another one");
    }

    /** Whether it is Python's {@code x = x -> ...}. */
    private static boolean isReassigned(Identifier name) {
        String text = name.span().file().text();
        int from = name.span().end();
        String behind = text.substring(from, Math.min(text.length(), from + LONGEST_BEGINNING));
        return Pattern.compile("\\s*=\\s*" + Pattern.quote(name.text()) + "\\s*->")
                .matcher(behind)
                .lookingAt();
    }

    static Diagnostic duplicateOutput(String name, Span again, Span other) {
        return Diagnostic.of(
                        DiagnosticCode.DUPLICATE_NAME, "two outputs are called `" + name + "`", again, "again here")
                .also(other, "first here")
                .help("give one of them another name");
    }

    static Diagnostic unknownBase(Identifier name, Collection<String> nets) {
        Diagnostic problem =
                Diagnostic.of(DiagnosticCode.UNKNOWN_NET, "no net is called `" + name + "`", name.span(), "not known");
        return NearestAdvice.of(problem, nets, name.text(), name.span())
                .orElseGet(() -> problem.help("declare it with `net " + name + "(...) { ... }`, or import its file"));
    }

    static Diagnostic notANet(Identifier name, String word) {
        return Diagnostic.of(
                        DiagnosticCode.UNKNOWN_NET,
                        "`" + name + "` is a " + spelled(word) + ", not a net",
                        name.span(),
                        "a net is needed here")
                .help("behind `=` stands the net that this one is made of; a net with stages of its own has braces");
    }

    static Diagnostic noValue(Identifier name, String word) {
        return Diagnostic.of(
                        DiagnosticCode.NO_VALUE,
                        "`" + name + "` is a " + spelled(word) + " and has no value",
                        name.span(),
                        "a stream or number is needed here")
                .help(
                        word.equals("fn")
                                ? "call it: `" + name + "(...)`"
                                : "send a stream through it: `x -> " + name + "`");
    }

    static Diagnostic notAFunction(Expression.Call call, String word) {
        String name = call.name().text();
        boolean stage = word.equals("layer") || word.equals("block") || word.equals("seq");
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.NO_VALUE,
                "`" + name + "` is a " + spelled(word) + ", not a function",
                call.name().span(),
                "this cannot be called");
        boolean stream = call.arguments().size() == 1
                && call.arguments().get(0).value().asName().isPresent();
        String given = stream ? call.arguments().get(0).value().span().text() : "x";
        return stage
                ? problem.help("send a stream through it: `" + given + " -> " + name + (stream ? "`" : "(...)`"))
                : problem;
    }

    static Diagnostic notAStage(Identifier name, String word) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.NO_STAGE,
                switch (word) {
                    case "fn" -> "`" + name + "` is a function, not a stage";
                    case "name" -> "`" + name + "` is the name of a value, not a stage";
                    default -> "`" + name + "` is a " + spelled(word) + ", not a stage";
                },
                name.span(),
                "a stream cannot flow through this");
        return word.equals("fn")
                ? problem.help("call it instead: `" + name + "(...)`")
                : problem.help("a stage is a layer, a block or a seq");
    }
}
