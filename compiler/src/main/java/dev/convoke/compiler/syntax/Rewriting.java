package dev.convoke.compiler.syntax;

import dev.convoke.compiler.syntax.Surroundings.Inside;
import dev.convoke.grammar.CnnParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Balanced tokens on their way through {@link ForeignStatements}: what stands around the next one, and what is put out for it. */
final class Rewriting {
    private final Findings findings;
    private final List<Token> in;
    /** For each bracket the index of the other one of its pair. */
    private final int[] partners;

    private final List<Token> out = new ArrayList<>();
    private final Map<Integer, List<Token>> instead = new HashMap<>();
    private final Surroundings around = new Surroundings();
    private final Set<String> declared = new HashSet<>();
    private final Set<String> parameters = new HashSet<>();
    private boolean importing;
    private boolean net;
    private Optional<String> stream = Optional.empty();
    private boolean flows;
    private boolean ended;

    Rewriting(Findings findings, List<Token> in) {
        this.findings = findings;
        this.in = in;
        this.partners = partners(in);
        for (int i = 0; i + 1 < in.size(); i++) {
            if (in.get(i).declares()) {
                declared.add(in.get(i + 1).text());
                importing |= in.get(i).is(CnnParser.IMPORT);
            }
        }
    }

    private static int[] partners(List<Token> tokens) {
        int[] partners = new int[tokens.size()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).opens()) {
                open.push(i);
            } else if (tokens.get(i).closes() && !open.isEmpty()) {
                partners[i] = open.pop();
                partners[partners[i]] = i;
            }
        }
        // only what was cut off by too many problems is still open
        open.forEach(each -> partners[each] = tokens.size() - 1);
        return partners;
    }

    Findings findings() {
        return findings;
    }

    List<Token> out() {
        return out;
    }

    Surroundings around() {
        return around;
    }

    /** The token at an index, of type EOF behind the last. */
    Token at(int index) {
        return index < in.size() ? in.get(index) : in.get(in.size() - 1).missingBehind(CnnParser.EOF, "");
    }

    boolean is(int index, int type) {
        return at(index).is(type);
    }

    /** Whether a token of that type stands at an index, on the line of the one before it. */
    boolean follows(int index, int type) {
        return is(index, type) && !at(index).firstOnLine();
    }

    /** The index of the bracket that closes or opens the one at an index. */
    int partner(int bracket) {
        return partners[bracket];
    }

    /** The index behind a token, or behind the bracket that closes it. */
    int behind(int index) {
        return at(index).opens() ? partner(index) + 1 : index + 1;
    }

    /** Whether a name is declared in this file, or may be in one that it imports. */
    boolean mayBeDeclared(String name) {
        return importing || declared.contains(name);
    }

    /** Whether a name is a parameter, or a constant of this or an imported file. */
    boolean mayBeValue(String name) {
        return parameters.contains(name) || mayBeDeclared(name);
    }

    boolean isDeclared(String name) {
        return declared.contains(name);
    }

    boolean inNet() {
        return net;
    }

    /** Whether a statement of a body begins at an index, the next to be taken. */
    boolean startsStatement(int index) {
        Token last = around.last();
        return around.inside() == Inside.BODY
                && (last.is(CnnParser.LBRACE) || at(index).firstOnLine() && last.endsValue());
    }

    /** The name of the stream that was given last, with which a chain may begin. */
    Optional<String> stream() {
        return stream;
    }

    /** Whether the statement before ends in a stage that no output is made of, so that another stage could follow. */
    boolean flows() {
        return flows && !ended;
    }

    /** The index behind the last token of a line, brackets that reach beyond it included. */
    int lineEnd(int from) {
        int end = behind(from);
        while (end < in.size() && !at(end).closes() && !at(end).firstOnLine()) {
            end = behind(end);
        }
        return end;
    }

    /** The index behind a statement and the lines that are further to the right below it. */
    int statementEnd(int from) {
        int column = findings.source().column(at(from).start());
        int end = lineEnd(from);
        while (end < in.size()
                && !at(end).closes()
                && (findings.source().column(at(end).start()) > column || !at(end).firstOnLine())) {
            end = lineEnd(end);
        }
        return end;
    }

    /** Puts these tokens out where the one at a later index is reached. */
    void replace(int index, Token... tokens) {
        instead.put(index, List.of(tokens));
    }

    /** What was to be put out for the token at an index. */
    Optional<List<Token>> replaced(int index) {
        return Optional.ofNullable(instead.remove(index));
    }

    void put(Token token) {
        note(token);
        out.add(token);
        around.pass(token);
    }

    /** Puts out a list of extents for a word like {@code 3x32x32}. */
    void putList(Token number, List<String> extents) {
        put(new Token(CnnParser.LBRACKET, "[", number.start(), number.start(), false));
        int offset = number.start();
        for (int i = 0; i < extents.size(); i++) {
            int end = offset + extents.get(i).length();
            put(new Token(CnnParser.INTEGER, extents.get(i), offset, end, false));
            if (i + 1 < extents.size()) {
                put(new Token(CnnParser.COMMA, ",", end, end + 1, false));
            }
            offset = end + 1;
        }
        put(number.missingBehind(CnnParser.RBRACKET, "]"));
    }

    private void note(Token token) {
        Token last = around.last();
        switch (around.inside()) {
            case FILE -> {
                if (token.is(CnnParser.NET) || token.is(CnnParser.BLOCK)) {
                    net = token.is(CnnParser.NET);
                    parameters.clear();
                    stream = net ? Optional.empty() : Optional.of("x");
                    flows = false;
                    ended = false;
                }
            }
            case PARAMETERS -> {
                if (token.is(CnnParser.NAME) && (last.is(CnnParser.CALL) || last.is(CnnParser.COMMA))) {
                    parameters.add(token.text());
                }
            }
            case BODY -> {
                boolean named = token.is(CnnParser.ASSIGN) && last.is(CnnParser.NAME);
                boolean declares = token.is(CnnParser.LABEL) && last.is(CnnParser.INPUT);
                if (named || declares) {
                    stream = Optional.of(SyntaxProblems.shown(named ? last : token));
                }
                if (named || declares || token.is(CnnParser.RETURN) || token.is(CnnParser.REQUIRE)) {
                    flows = false;
                    ended = false;
                }
                flows |= token.is(CnnParser.ARROW);
                ended = last.is(CnnParser.OUTPUT) || ended && !token.is(CnnParser.ARROW);
            }
            case SEQUENCE, ARGUMENTS, GROUP, LIST -> {}
        }
    }

    /** Puts out one token for a statement that is left out, with all that is known of it. */
    void leaveOut(int from, int to) {
        List<Identifier> names = new ArrayList<>();
        boolean returns = false;
        int outputs = 0;
        for (int i = from; i < to; ) {
            Token token = at(i);
            if (token.is(CnnParser.NAME) && is(i + 1, CnnParser.ASSIGN)) {
                names.add(new Identifier(token.text(), findings.span(token)));
            }
            returns |= token.is(CnnParser.RETURN);
            outputs += token.text().equals("output") ? 1 : 0;
            i = token.is(CnnParser.LBRACE) ? i + 1 : behind(i);
        }
        leaveOut(from, to, new Findings.LeftOut(names, returns, outputs));
    }

    /** Puts out one token for a statement that is left out. */
    void leaveOut(int from, int to, Findings.LeftOut known) {
        Token first = at(from);
        findings.leaveOut(first.start(), known);
        put(new Token(CnnParser.TRUE, "true", first.start(), at(to - 1).end(), first.firstOnLine()));
    }
}
