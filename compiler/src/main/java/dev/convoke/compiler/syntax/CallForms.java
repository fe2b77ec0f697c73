package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Surroundings.Inside;
import dev.convoke.grammar.CnnParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls of PyTorch's and Keras' that are no calls here: sequences of stages, joins, functions and methods of tensors. */
final class CallForms implements ForeignStatements.Form {
    /** Calls within one another that are written out as a chain. */
    private static final int MOST_CALLS = 8;

    private static final Set<String> JOINS = Set.of("cat", "concatenate", "concat");
    private static final Set<String> PREFIXES = Set.of("torch", "nn", "F", "functional", "keras", "layers", "tf");

    private final Rewriting tokens;
    private final Findings findings;

    CallForms(Rewriting tokens) {
        this.tokens = tokens;
        this.findings = tokens.findings();
    }

    @Override
    public int take(int at) {
        Token token = tokens.at(at);
        if (!token.is(CnnParser.NAME) || tokens.around().last().is(CnnParser.DOT)) {
            return 0;
        }
        if (tokens.startsStatement(at) && tokens.is(at + 1, CnnParser.ASSIGN)) {
            int name = prefixed(at + 2);
            if (isSequential(name)) {
                return declared(at, name);
            }
        }
        int name = prefixed(at);
        if (isSequential(name) && tokens.around().atStage()) {
            return sequence(at, name);
        }
        if (!tokens.is(name + 1, CnnParser.CALL) || tokens.around().inside() == Inside.FILE) {
            return 0;
        }
        if (JOINS.contains(tokens.at(name).text())) {
            return join(at, name);
        }
        boolean method = name == at + 2
                && !PREFIXES.contains(token.text())
                && !token.text().equals("self");
        return method ? method(at) : function(at, name);
    }

    /** The index of the last name in {@code torch.nn.Sequential}, or of the name there is. */
    private int prefixed(int at) {
        int name = at;
        while (tokens.is(name, CnnParser.NAME)
                && tokens.is(name + 1, CnnParser.DOT)
                && tokens.is(name + 2, CnnParser.NAME)) {
            name += 2;
        }
        return name;
    }

    private boolean isSequential(int name) {
        return tokens.at(name).isWord("Sequential")
                && tokens.is(name + 1, CnnParser.CALL)
                && !tokens.mayBeDeclared("Sequential");
    }

    /** {@code nn.Sequential(A, B)} behind an arrow. */
    private int sequence(int at, int name) {
        int open = name + 1;
        int close = tokens.partner(open);
        List<Edit> edits = new ArrayList<>();
        edits.add(new Edit(findings.span(tokens.at(at), tokens.at(open)), "seq { "));
        for (int i = open + 1; i < close; i = tokens.behind(i)) {
            if (tokens.is(i, CnnParser.COMMA)) {
                boolean last = i + 1 == close;
                Token arrow = tokens.at(i).as(CnnParser.ARROW, "->");
                tokens.replace(i, last ? new Token[0] : new Token[] {arrow});
                edits.add(new Edit(findings.span(tokens.at(i)), last ? "" : " ->"));
            }
        }
        Token end = tokens.at(close);
        edits.add(new Edit(findings.span(end), " }"));
        tokens.replace(close, end.as(CnnParser.RBRACE, "}"));
        findings.add(ForeignProblems.sequential(findings, tokens.at(at), tokens.at(name), edits));
        tokens.put(tokens.at(at).as(CnnParser.SEQ, "seq"));
        tokens.put(tokens.at(open).as(CnnParser.LBRACE, "{"));
        return open - at + 1;
    }

    /** {@code features = nn.Sequential(A, B)}: stages without a stream have no value. */
    private int declared(int at, int name) {
        findings.add(ForeignProblems.sequentialAsValue(findings, tokens.at(at), tokens.at(at + 2), tokens.at(name)));
        int end = tokens.statementEnd(at);
        tokens.leaveOut(at, end);
        return end - at;
    }

    /** {@code torch.cat([a, b], 1)}. */
    private int join(int at, int name) {
        int open = name + 1;
        int close = tokens.partner(open);
        boolean grouped = tokens.is(open + 1, CnnParser.LBRACKET) || tokens.is(open + 1, CnnParser.LPAREN);
        boolean ours = tokens.isDeclared(tokens.at(name).text());
        if (ours || !grouped || isComprehension(open + 1)) {
            return 0;
        }
        int inner = tokens.partner(open + 1);
        int axis = inner + 1;
        if (tokens.is(axis, CnnParser.COMMA)) {
            axis += tokens.is(axis + 1, CnnParser.NAME) && tokens.is(axis + 2, CnnParser.ASSIGN) ? 3 : 1;
            axis += tokens.is(axis, CnnParser.MINUS) ? 1 : 0;
            axis += tokens.is(axis, CnnParser.INTEGER) ? 1 : 0;
        }
        if (axis != close) {
            return 0;
        }
        boolean channels = axis == inner + 1
                || tokens.is(axis - 1, CnnParser.INTEGER)
                        && tokens.at(axis - 1).text().equals("1")
                        && !tokens.is(axis - 2, CnnParser.MINUS);
        findings.add(ForeignProblems.join(
                findings,
                findings.span(tokens.at(at), tokens.at(open + 1)),
                findings.span(tokens.at(inner), tokens.at(close)),
                channels));
        tokens.put(tokens.at(name).as(CnnParser.NAME, "concat"));
        tokens.put(tokens.at(open));
        for (int i = inner; i < close; i++) {
            tokens.replace(i);
        }
        return open + 1 - at + 1;
    }

    private boolean isComprehension(int list) {
        int close = tokens.partner(list);
        for (int i = list + 1; i < close; i = tokens.behind(i)) {
            if (tokens.is(i, CnnParser.FOR)) {
                return true;
            }
        }
        return false;
    }

    /** {@code image.view(-1, 3072).relu()}. */
    private int method(int at) {
        Token receiver = tokens.at(at);
        Token name = tokens.at(at + 2);
        List<Token> stages = new ArrayList<>();
        int end = at + 1;
        boolean known = true;
        while (tokens.is(end, CnnParser.DOT)
                && tokens.is(end + 1, CnnParser.NAME)
                && tokens.is(end + 2, CnnParser.CALL)) {
            String stage = TorchNames.method(tokens.at(end + 1).text());
            known &= !stage.isEmpty();
            stages.add(tokens.at(end + 1).as(CnnParser.NAME, stage));
            end = tokens.behind(end + 2);
        }
        String chain = known ? stages.stream().map(Token::text).collect(Collectors.joining(" -> ")) : "";
        boolean head = tokens.startsStatement(at)
                || tokens.around().last().is(CnnParser.ASSIGN)
                || tokens.around().last().is(CnnParser.RETURN);
        boolean alone = tokens.is(end, CnnParser.ARROW)
                || tokens.at(end).firstOnLine()
                || tokens.at(end).closes();
        Span call = findings.span(receiver, tokens.at(end - 1));
        findings.add(ForeignProblems.method(findings, receiver, name, call, chain, head));
        tokens.put(receiver);
        if (head && alone && known) {
            Token before = receiver;
            for (Token stage : stages) {
                tokens.put(before.missingBehind(CnnParser.ARROW, "->"));
                tokens.put(stage);
                before = stage;
            }
        } else {
            findings.loseValue(receiver.start());
        }
        return end - at;
    }

    /** {@code F.relu(image)} and {@code self.conv1(image)}, where a stream is sent through a stage. */
    private int function(int at, int name) {
        boolean prefix = name > at
                && (PREFIXES.contains(tokens.at(at).text())
                        || tokens.at(at).text().equals("self"));
        boolean stage = tokens.around().atStage() || tokens.around().inside() == Inside.SEQUENCE;
        if (!prefix || stage) {
            return 0;
        }
        String meant = TorchNames.here(tokens.at(name).text());
        boolean own = tokens.at(at).text().equals("self");
        if (!own && !Character.isUpperCase(meant.charAt(0))) {
            return 0;
        }
        int open = name + 1;
        int close = tokens.partner(open);
        boolean one =
                tokens.is(open + 1, CnnParser.NAME) && (open + 2 == close || tokens.is(open + 2, CnnParser.COMMA));
        boolean rest = one && open + 3 < close && !meant.equals("Flatten");
        String stream = one
                ? tokens.at(open + 1).text()
                : chain(open + 1, comma(open + 1, close), MOST_CALLS).orElse("x");
        findings.add(ForeignProblems.functionOfStream(
                findings.span(tokens.at(at), tokens.at(name)),
                own ? tokens.at(name).text() : meant + arguments(meant, comma(open + 1, close), close),
                own,
                stream));
        Token first = tokens.at(at);
        if (!one || own || rest && !areNumbers(open + 3, close)) {
            // stands for a stream of which nothing is known
            findings.damage(first.start());
            tokens.put(new Token(
                    CnnParser.TRUE, "true", first.start(), tokens.at(close).end(), first.firstOnLine()));
            return close - at + 1;
        }
        Token argument = tokens.at(open + 1);
        tokens.put(new Token(CnnParser.LPAREN, "(", first.start(), first.start(), first.firstOnLine()));
        tokens.put(argument);
        tokens.put(argument.missingBehind(CnnParser.ARROW, "->"));
        tokens.put(new Token(CnnParser.NAME, meant, argument.end(), argument.end(), false));
        if (rest) {
            tokens.put(argument.missingBehind(CnnParser.CALL, "("));
            for (int i = open + 3; i < close; i++) {
                tokens.put(tokens.at(i));
            }
            tokens.put(tokens.at(close - 1).missingBehind(CnnParser.RPAREN, ")"));
        }
        tokens.put(tokens.at(close));
        return close - at + 1;
    }

    /** Calls within one another as the chain that they mean: {@code self.conv1(x)} is {@code x -> conv1: Conv(64, 3)}. */
    private Optional<String> chain(int from, int end, int calls) {
        if (from + 1 == end && tokens.is(from, CnnParser.NAME)) {
            return Optional.of(tokens.at(from).text());
        }
        int name = from;
        while (tokens.is(name, CnnParser.NAME) && tokens.is(name + 1, CnnParser.DOT)) {
            name += 2;
        }
        boolean called = calls > 0
                && name > from
                && tokens.is(name, CnnParser.NAME)
                && tokens.is(name + 1, CnnParser.CALL)
                && tokens.partner(name + 1) == end - 1;
        if (!called) {
            return Optional.empty();
        }
        String written = tokens.at(name).text();
        String meant = TorchNames.here(written);
        int comma = comma(name + 2, end - 1);
        String stage = tokens.at(from).text().equals("self")
                ? written + ": " + TorchNames.module(written)
                : meant + arguments(meant, comma, end - 1);
        return chain(name + 2, comma, calls - 1).map(inner -> inner + " -> " + stage);
    }

    /** The index of the comma behind the first argument, or of the end. */
    private int comma(int from, int end) {
        int at = from;
        while (at < end && !tokens.is(at, CnnParser.COMMA)) {
            at = tokens.behind(at);
        }
        return Math.min(at, end);
    }

    /** What is given besides the stream, as the stage takes it. */
    private String arguments(String stage, int comma, int close) {
        return comma + 1 >= close || stage.equals("Flatten")
                ? ""
                : "(" + findings.span(tokens.at(comma + 1), tokens.at(close)).text();
    }

    private boolean areNumbers(int from, int to) {
        boolean numbers = true;
        for (int i = from; i < to; i++) {
            numbers &= tokens.is(i, CnnParser.INTEGER) || tokens.is(i, CnnParser.COMMA);
        }
        return numbers;
    }
}
