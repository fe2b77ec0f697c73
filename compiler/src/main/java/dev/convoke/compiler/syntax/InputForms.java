package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import dev.convoke.grammar.CnnParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Inputs that are declared as in other languages: with another word, without a name, with another sort of shape, with the batch in it. */
final class InputForms implements ForeignStatements.Form {
    private static final Set<String> WORDS = Set.of("input", "inputs");
    private static final Set<String> FLOATS =
            Set.of("f32", "float32", "float", "f32x", "tensor", "Tensor", "FloatTensor", "float16", "f16");
    private static final Set<String> BATCHES =
            Set.of("batch", "batch_size", "batchsize", "bs", "N", "B", "n", "b", "None", "null");

    private final Rewriting tokens;
    private final Findings findings;

    InputForms(Rewriting tokens) {
        this.tokens = tokens;
        this.findings = tokens.findings();
    }

    @Override
    public int take(int at) {
        if (!tokens.startsStatement(at)) {
            return 0;
        }
        Token token = tokens.at(at);
        if (token.is(CnnParser.INPUT)) {
            return tokens.follows(at + 1, CnnParser.LABEL) ? declared(at, at + 2, tokens.at(at + 1)) : 0;
        }
        if (token.is(CnnParser.LABEL) && isInput(SyntaxProblems.shown(token)) && isShape(at + 1)) {
            return nameless(at);
        }
        if (!token.is(CnnParser.NAME)) {
            return 0;
        }
        if (tokens.is(at + 1, CnnParser.ASSIGN)
                && tokens.follows(at + 2, CnnParser.NAME)
                && isInput(tokens.at(at + 2).text())
                && tokens.is(at + 3, CnnParser.CALL)
                && !tokens.isDeclared(tokens.at(at + 2).text())) {
            findings.add(ForeignProblems.inputFunction(findings, token, tokens.at(at + 2)));
            int end = tokens.statementEnd(at);
            tokens.leaveOut(at, end);
            return end - at;
        }
        return isInput(token.text()) ? otherWord(at) : 0;
    }

    private boolean isInput(String word) {
        return WORDS.contains(word.toLowerCase(java.util.Locale.ROOT));
    }

    private boolean isShape(int at) {
        return tokens.follows(at, CnnParser.LBRACKET) || tokens.follows(at, CnnParser.LPAREN);
    }

    /** {@code Input image: [3, 32, 32]}, {@code input image [3, 32, 32]} and {@code input image = ...}. */
    private int otherWord(int at) {
        Token word = tokens.at(at);
        Token name = tokens.at(at + 1);
        if (name.firstOnLine()) {
            return 0;
        }
        boolean same = word.text().equals("input");
        if (name.is(CnnParser.LABEL) && !same) {
            findings.add(HabitProblems.otherWord(findings, word, "input"));
            return declared(at, at + 2, name);
        }
        Token behind = tokens.at(at + 2);
        boolean shape = behind.is(CnnParser.LBRACKET)
                || behind.is(CnnParser.INDEX)
                || behind.is(CnnParser.CALL)
                || behind.is(CnnParser.ASSIGN)
                || behind.isWord("u8");
        if (!name.is(CnnParser.NAME) || behind.firstOnLine() || !shape) {
            return 0;
        }
        findings.add(HabitProblems.inputWithoutColon(findings, word, name, behind));
        return declared(at, behind.is(CnnParser.ASSIGN) ? at + 3 : at + 2, label(name));
    }

    private static Token label(Token name) {
        return new Token(CnnParser.LABEL, name.text() + ":", name.start(), name.end(), false);
    }

    /** {@code input: [3, 32, 32]}: called as the first stream is that the statements use. */
    private int nameless(int at) {
        Token word = tokens.at(at);
        int end = tokens.lineEnd(at);
        Optional<Token> used = Optional.empty();
        for (int i = end; !tokens.is(i, CnnParser.EOF) && used.isEmpty() && i < end + 10; i++) {
            boolean head = tokens.is(i, CnnParser.NAME) && tokens.is(i + 1, CnnParser.ARROW);
            used = head ? Optional.of(tokens.at(i)) : used;
        }
        String name = used.map(Token::text).orElse("image");
        findings.add(ForeignProblems.inputWithoutName(findings, word, name));
        Token label = new Token(CnnParser.LABEL, name + ":", word.end(), word.end(), false);
        return declared(at, at + 1, label);
    }

    /** The rest of an input whose word, name and colon are there, or stand for it. */
    private int declared(int at, int shape, Token label) {
        Token word = tokens.at(at);
        Token first = tokens.at(shape);
        boolean bracket = first.is(CnnParser.LBRACKET) || first.isWord("u8");
        if (first.firstOnLine() && !bracket || first.closes() || first.is(CnnParser.EOF)) {
            findings.add(ForeignProblems.inputWithoutShape(findings, label));
            Identifier name = new Identifier(SyntaxProblems.shown(label), findings.span(label));
            tokens.leaveOut(at, shape, new Findings.LeftOut(List.of(name), false, 0));
            return shape - at;
        }
        tokens.put(word.as(CnnParser.INPUT, "input"));
        tokens.put(label);
        int from = shape;
        if (first.is(CnnParser.NAME)) {
            Token next = tokens.at(shape + 1);
            boolean brackets = next.is(CnnParser.LBRACKET) || next.is(CnnParser.INDEX) || next.is(CnnParser.CALL);
            if (brackets && FLOATS.contains(first.text())) {
                findings.add(ForeignProblems.floatType(findings, first, next));
            } else {
                tokens.put(first);
            }
            from++;
        }
        return shape(from) - at;
    }

    /** Puts out a shape, or what stands in its place; returns the index behind what was taken. */
    private int shape(int at) {
        Token first = tokens.at(at);
        if (first.is(CnnParser.OTHER_NUMBER) && first.text().matches("\\d+([xX]\\d+)+")) {
            List<String> extents = List.of(first.text().split("[xX]"));
            findings.add(ForeignProblems.productShape(findings, first, extents));
            tokens.putList(first, extents);
            return at + 1;
        }
        if (first.is(CnnParser.INTEGER) && tokens.is(at + 1, CnnParser.COMMA)) {
            return bare(at);
        }
        boolean parentheses = first.is(CnnParser.LPAREN) || first.is(CnnParser.CALL);
        if (!parentheses && !first.is(CnnParser.LBRACKET) && !first.is(CnnParser.INDEX)) {
            return at;
        }
        int close = tokens.partner(at);
        if (parentheses) {
            findings.add(ForeignProblems.shapeInParentheses(findings, first, tokens.at(close)));
            tokens.replace(close, tokens.at(close).as(CnnParser.RBRACKET, "]"));
        }
        tokens.put(first.as(CnnParser.LBRACKET, "["));
        return withoutBatch(at, close);
    }

    /** {@code input image: 3, 32, 32}. */
    private int bare(int at) {
        int end = at + 1;
        while (tokens.follows(end, CnnParser.COMMA) && tokens.follows(end + 1, CnnParser.INTEGER)) {
            end += 2;
        }
        Token last = tokens.at(end - 1);
        findings.add(ForeignProblems.shapeWithoutBrackets(findings, tokens.at(at), last));
        tokens.put(tokens.at(at).missingBefore(CnnParser.LBRACKET, "["));
        for (int i = at; i < end; i++) {
            tokens.put(tokens.at(i));
        }
        tokens.put(last.missingBehind(CnnParser.RBRACKET, "]"));
        return end;
    }

    /** {@code [batch, 3, 32, 32]}: a first extent that stands for any number. */
    private int withoutBatch(int open, int close) {
        Token first = tokens.at(open + 1);
        boolean negative = first.is(CnnParser.MINUS) && tokens.is(open + 2, CnnParser.INTEGER);
        int comma = negative ? open + 3 : open + 2;
        boolean any = negative
                || first.is(CnnParser.UNDERSCORE)
                || first.is(CnnParser.QUESTION)
                || first.is(CnnParser.NAME) && BATCHES.contains(first.text()) && !tokens.mayBeValue(first.text());
        if (!any || comma + 1 >= close || !tokens.is(comma, CnnParser.COMMA)) {
            return open + 1;
        }
        List<Token> batch = new ArrayList<>();
        for (int i = open + 1; i < comma; i++) {
            batch.add(tokens.at(i));
        }
        Span written = findings.span(batch.get(0), batch.get(batch.size() - 1));
        findings.add(ForeignProblems.batchInShape(findings, written, tokens.at(comma + 1)));
        return comma + 1;
    }
}
