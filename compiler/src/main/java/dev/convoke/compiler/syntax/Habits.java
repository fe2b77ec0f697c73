package dev.convoke.compiler.syntax;

import dev.convoke.compiler.syntax.Surroundings.Inside;
import dev.convoke.grammar.CnnParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what people bring from other languages or forget, tells what to write here, and repairs the tokens, so that the parser has
 * nothing to add. Works on balanced tokens, one after the other.
 */
final class Habits {
    private final Findings findings;
    private final List<Token> in;
    private final List<Token> out = new ArrayList<>();
    private final List<Token> semicolons = new ArrayList<>();
    /** Names that are too long, each reported once. */
    private final Set<String> longNames = new HashSet<>();

    private final Surroundings around = new Surroundings();
    private final ForeignForms forms;
    /** Whether the tokens belong to a condition, up to its {@code then} or brace. */
    private boolean inCondition;

    private Habits(Findings findings, List<Token> in) {
        this.findings = findings;
        this.in = in;
        this.forms = new ForeignForms(findings, in);
    }

    static List<Token> repaired(Findings findings, List<Token> tokens) {
        var habits = new Habits(findings, tokens);
        for (int at = 0; at < tokens.size() && !findings.isFull(); ) {
            at += habits.take(at);
        }
        if (!habits.semicolons.isEmpty()) {
            findings.add(SyntaxProblems.semicolons(findings, habits.semicolons));
        }
        return habits.out;
    }

    /** Puts out what stands for the token there; returns how many tokens were taken. */
    private int take(int at) {
        Token token = in.get(at);
        Token last = around.last();
        int taken = forms.take(at, around, this::put);
        if (taken > 0) {
            return taken;
        }
        if (isMissingComma(at)) {
            if (token.is(CnnParser.LPAREN)) {
                findings.add(SyntaxProblems.parenthesisOnNextLine(findings, last, token));
                put(token.as(CnnParser.CALL));
                return 1;
            }
            if (!findings.isTainted(token.start(), token.end())) {
                findings.add(HabitProblems.missingComma(findings, last, token, around.inside() != Inside.PARAMETERS));
            }
            put(last.missingBehind(CnnParser.COMMA, ","));
        }
        switch (token.type()) {
            case CnnParser.SEMICOLON -> semicolons.add(token);
            case CnnParser.LABEL -> label(at);
            case CnnParser.OTHER_NUMBER -> {
                findings.add(SyntaxProblems.numberFormat(findings, token));
                findings.taint(token.start(), token.end());
                put(token.as(CnnParser.INTEGER, "1"));
            }
            case CnnParser.NAME -> {
                return name(at);
            }
            case CnnParser.LPAREN -> parenthesis(at);
            case CnnParser.INTEGER -> {
                return integer(at);
            }
            case CnnParser.ASSIGN -> {
                // An `if` that lacks its `then` does not reach into the statement on the next line.
                inCondition &= !(last.firstOnLine() && around.inside() == Inside.BODY);
                boolean compares = inCondition && around.inside() != Inside.ARGUMENTS;
                if (compares) {
                    findings.add(HabitProblems.assignmentAsCondition(findings, token));
                }
                put(compares ? token.as(CnnParser.EQ) : token);
            }
            case CnnParser.IS -> {
                if (last.is(CnnParser.ARROW)) {
                    findings.add(HabitProblems.arrowBeforeCheck(findings, last, token));
                    out.remove(out.size() - 1);
                }
                put(token);
            }
            default -> {
                boolean parameter = around.inside() == Inside.PARAMETERS
                        && token.isKeyword()
                        && (last.is(CnnParser.CALL) || last.is(CnnParser.COMMA));
                put(parameter ? token.as(CnnParser.NAME) : token);
            }
        }
        return 1;
    }

    private void put(Token token) {
        switch (token.type()) {
            case CnnParser.IF -> inCondition = true;
            case CnnParser.THEN, CnnParser.LBRACE, CnnParser.RBRACE, CnnParser.COMMA, CnnParser.RETURN ->
                inCondition = false;
            case CnnParser.RBRACKET -> inCondition &= around.inside() != Inside.LIST;
            default -> {}
        }
        out.add(token);
        around.pass(token);
    }

    /** Two values side by side where commas separate. */
    private boolean isMissingComma(int at) {
        Token token = in.get(at);
        Token last = around.last();
        if (!around.isSeparatedByCommas() || !last.endsValue() || token.start() == last.end()) {
            return false;
        }
        return token.isLiteral()
                || token.is(CnnParser.NAME)
                || token.is(CnnParser.OTHER_NUMBER)
                || token.is(CnnParser.LABEL)
                || token.is(CnnParser.UNDERSCORE)
                || token.is(CnnParser.LPAREN)
                || token.is(CnnParser.LBRACKET) && !last.isWord("u8");
    }

    private void label(int at) {
        Token token = in.get(at);
        Token last = around.last();
        Inside inside = around.inside();
        boolean first = last.is(CnnParser.CALL) || last.is(CnnParser.COMMA);
        Token next = next(at);
        boolean startsStage = next.isCapitalised() || next.is(CnnParser.SEQ) || next.is(CnnParser.FOR);
        if (inside == Inside.ARGUMENTS && first) {
            assignment(token);
        } else if (inside == Inside.PARAMETERS && first && !next.is(CnnParser.NAME)) {
            assignment(token);
        } else if (inside == Inside.BODY && last.endsValue() && startsStage) {
            findings.add(HabitProblems.missingArrow(findings, last, token));
            put(last.missingBehind(CnnParser.ARROW, "->"));
            put(checkedLabel(token));
        } else if (inside == Inside.BODY && !startsStage && (last.endsValue() || last.is(CnnParser.LBRACE))) {
            assignment(token);
        } else {
            put(checkedLabel(token));
        }
    }

    /** {@code name:} where {@code name =} is meant. */
    private void assignment(Token label) {
        findings.add(HabitProblems.colonForEquals(findings, label, around.inside() == Inside.ARGUMENTS));
        String name = label.text().substring(0, label.text().length() - 1).stripTrailing();
        put(new Token(CnnParser.NAME, name, label.start(), label.start() + name.length(), label.firstOnLine()));
        put(new Token(CnnParser.ASSIGN, "=", label.end() - 1, label.end(), false));
    }

    private Token checkedLabel(Token label) {
        char first = label.text().charAt(0);
        if (Character.isDigit(first)) {
            findings.add(SyntaxProblems.labelFormat(findings, label));
        }
        return label;
    }

    private int name(int at) {
        Token token = in.get(at);
        Token next = next(at);
        Token last = around.last();
        if (last.is(CnnParser.ARROW) && next.is(CnnParser.ASSIGN) && !token.firstOnLine()) {
            findings.add(HabitProblems.equalsForColon(findings, token, next));
            String text = findings.source().text().substring(token.start(), token.end()) + ":";
            put(new Token(CnnParser.LABEL, text, token.start(), token.end(), false));
            return 2;
        }
        if (token.text().startsWith("_")) {
            findings.add(SyntaxProblems.nameFormat(findings, token));
        } else if (token.text().length() > Limits.NAME_LENGTH && longNames.add(token.text())) {
            findings.add(SyntaxProblems.nameTooLong(findings, token));
        }
        put(token);
        return 1;
    }

    /** {@code Conv} at the end of a line and its arguments on the next. */
    private void parenthesis(int at) {
        Token token = in.get(at);
        Token last = around.last();
        boolean called = last.isCapitalised() && token.firstOnLine() && around.inside() != Inside.FILE;
        boolean declared = last.is(CnnParser.NAME) && around.inside() == Inside.FILE;
        if (called && looksLikeArguments(at) || declared) {
            findings.add(SyntaxProblems.parenthesisOnNextLine(findings, last, token));
            put(token.as(CnnParser.CALL));
        } else {
            put(token);
        }
    }

    /** Commas, names of arguments or a lone number: no stream in parentheses, with which a statement might begin. */
    private boolean looksLikeArguments(int open) {
        int depth = 0;
        int close = open;
        boolean separated = false;
        do {
            Token token = in.get(close);
            depth += token.opens() ? 1 : token.closes() ? -1 : 0;
            separated |= depth == 1 && (token.is(CnnParser.COMMA) || token.is(CnnParser.ASSIGN));
            close++;
        } while (depth > 0 && close < in.size());
        int length = close - open - 2;
        return separated || length == 0 || length == 1 && in.get(open + 1).isLiteral();
    }

    /** {@code 5.} in front of anything but a second dot or a name. */
    private int integer(int at) {
        Token token = in.get(at);
        Token next = next(at);
        if (next.is(CnnParser.DOT) && next.start() == token.end()) {
            findings.add(SyntaxProblems.bareDot(findings, token, next));
            put(token.as(CnnParser.DECIMAL, token.text() + ".0"));
            return 2;
        }
        put(token);
        return 1;
    }

    private Token next(int at) {
        return at + 1 < in.size() ? in.get(at + 1) : in.get(at).missingBehind(CnnParser.EOF, "");
    }
}
