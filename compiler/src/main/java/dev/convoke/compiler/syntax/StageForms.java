package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Surroundings.Inside;
import dev.convoke.grammar.CnnParser;
import java.util.List;
import java.util.Set;

/** Stages, checks and declarations whose parts stand in other signs than here, or in none. */
final class StageForms implements ForeignStatements.Form {
    private static final Set<String> NETS = Set.of("model", "network", "module", "Net", "Model", "Network", "graph");

    private final Rewriting tokens;
    private final Findings findings;

    StageForms(Rewriting tokens) {
        this.tokens = tokens;
        this.findings = tokens.findings();
    }

    @Override
    public int take(int at) {
        Token token = tokens.at(at);
        if (token.is(CnnParser.IS)) {
            return check(at);
        }
        if (token.is(CnnParser.FOR)) {
            return rounds(at);
        }
        if (!token.is(CnnParser.NAME)) {
            return 0;
        }
        if (tokens.around().inside() == Inside.FILE) {
            return net(at);
        }
        if (tokens.startsStatement(at) && token.isWord("assert") && !tokens.is(at + 1, CnnParser.ASSIGN)) {
            findings.add(ForeignProblems.assertion(findings, token));
            int end = tokens.statementEnd(at);
            tokens.leaveOut(at, end);
            return end - at;
        }
        return tokens.around().atStage() ? bareArguments(at) : applied(at);
    }

    /** {@code is (64, 56, 56)} and {@code is 64x56x56}. */
    private int check(int at) {
        Token shape = tokens.at(at + 1);
        if (shape.is(CnnParser.LPAREN) && !shape.firstOnLine()) {
            int close = tokens.partner(at + 1);
            findings.add(ForeignProblems.shapeInParentheses(findings, shape, tokens.at(close)));
            tokens.put(tokens.at(at));
            tokens.put(shape.as(CnnParser.LBRACKET, "["));
            tokens.replace(close, tokens.at(close).as(CnnParser.RBRACKET, "]"));
            return 2;
        }
        if (shape.is(CnnParser.OTHER_NUMBER) && shape.text().matches("\\d+([xX]\\d+)+")) {
            List<String> extents = List.of(shape.text().split("[xX]"));
            findings.add(ForeignProblems.productShape(findings, shape, extents));
            tokens.put(tokens.at(at));
            tokens.putList(shape, extents);
            return 2;
        }
        return 0;
    }

    /** {@code for 3 { ... }}. */
    private int rounds(int at) {
        Token count = tokens.at(at + 1);
        if (!count.is(CnnParser.INTEGER) || !tokens.is(at + 2, CnnParser.LBRACE)) {
            return 0;
        }
        findings.add(ForeignProblems.roundsWithoutName(findings, count));
        tokens.put(tokens.at(at));
        tokens.put(count.missingBefore(CnnParser.UNDERSCORE, "_"));
        tokens.put(count.missingBefore(CnnParser.IN, "in"));
        tokens.put(count.missingBefore(CnnParser.INTEGER, "0"));
        tokens.put(count.missingBefore(CnnParser.RANGE, ".."));
        tokens.put(count);
        return 2;
    }

    /** {@code model A { ... }}. */
    private int net(int at) {
        Token word = tokens.at(at);
        boolean body = tokens.is(at + 2, CnnParser.LBRACE)
                || tokens.is(at + 2, CnnParser.CALL) && tokens.is(tokens.partner(at + 2) + 1, CnnParser.LBRACE);
        if (!word.firstOnLine()
                || !NETS.contains(word.text())
                || !tokens.follows(at + 1, CnnParser.NAME)
                || !body
                || tokens.around().last().declares()) {
            return 0;
        }
        findings.add(HabitProblems.otherWord(findings, word, "net"));
        tokens.put(word.as(CnnParser.NET, "net"));
        return 1;
    }

    /** {@code -> Conv 16, 3}. */
    private int bareArguments(int at) {
        int end = at + 1;
        while ((tokens.follows(end, CnnParser.INTEGER) || tokens.follows(end, CnnParser.DECIMAL))
                && (end == at + 1 || tokens.is(end - 1, CnnParser.COMMA))) {
            end += tokens.follows(end + 1, CnnParser.COMMA) ? 2 : 1;
        }
        if (end == at + 1 || tokens.is(end - 1, CnnParser.COMMA)) {
            return 0;
        }
        Token first = tokens.at(at + 1);
        Token last = tokens.at(end - 1);
        findings.add(ForeignProblems.argumentsWithoutParentheses(findings, tokens.at(at), first, last));
        tokens.put(tokens.at(at));
        tokens.put(first.missingBefore(CnnParser.CALL, "("));
        for (int i = at + 1; i < end; i++) {
            tokens.put(tokens.at(i));
        }
        tokens.put(last.missingBehind(CnnParser.RPAREN, ")"));
        return end - at;
    }

    /** {@code Conv(16, 3)(image)} and {@code nn.Conv2d(3, 16, 3)(image)}. */
    private int applied(int at) {
        int name = at;
        while (tokens.is(name + 1, CnnParser.DOT) && tokens.is(name + 2, CnnParser.NAME)) {
            name += 2;
        }
        if (!tokens.at(name).isCapitalised()
                || !tokens.is(name + 1, CnnParser.CALL)
                || tokens.around().last().is(CnnParser.DOT)) {
            return 0;
        }
        int open = tokens.partner(name + 1) + 1;
        if (!tokens.is(open, CnnParser.LPAREN)
                || tokens.at(open).start() != tokens.at(open - 1).end()) {
            return 0;
        }
        int close = tokens.partner(open);
        Span stage = findings.span(tokens.at(at), tokens.at(open - 1));
        boolean one = open + 2 == close && tokens.is(open + 1, CnnParser.NAME);
        findings.add(ForeignProblems.applied(stage, one ? tokens.at(open + 1).text() : "x"));
        Token first = tokens.at(at);
        if (!one) {
            findings.damage(first.start());
            tokens.put(new Token(
                    CnnParser.TRUE, "true", first.start(), tokens.at(close).end(), first.firstOnLine()));
            return close - at + 1;
        }
        Token stream = tokens.at(open + 1);
        tokens.put(new Token(CnnParser.LPAREN, "(", first.start(), first.start(), first.firstOnLine()));
        tokens.put(new Token(CnnParser.NAME, stream.text(), stream.start(), stream.end(), false));
        tokens.put(first.missingBefore(CnnParser.ARROW, "->"));
        // a label that nobody else has: where one is missing is told when the stage stands in its place
        tokens.put(first.missingBefore(CnnParser.LABEL, "applied" + first.start() + ":"));
        for (int i = at; i < open; i++) {
            tokens.put(tokens.at(i));
        }
        tokens.replace(open);
        tokens.replace(open + 1);
        return open - at;
    }
}
