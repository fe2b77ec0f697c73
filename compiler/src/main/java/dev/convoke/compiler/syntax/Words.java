package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.grammar.CnnParser;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives tokens the type that their neighbours make of them: labels, argument lists, words that are names everywhere but
 * in one place. The grammar's head says which.
 */
final class Words {
    /** Tokens in the hole of a label; more would let a hostile text make us look for its end again and again. */
    private static final int HOLE_TOKENS = 100;

    private final SourceFile source;
    private final List<Token> in;
    private final List<Token> out = new ArrayList<>();

    private Words(SourceFile source, List<Token> in) {
        this.source = source;
        this.in = in;
    }

    static List<Token> sortedOut(SourceFile source, List<Token> tokens) {
        var words = new Words(source, tokens);
        for (int at = 0; at < tokens.size(); ) {
            at = words.take(at);
        }
        return words.out;
    }

    /** Puts the token there out, and those that belong to it; returns where to go on. */
    private int take(int at) {
        Token token = in.get(at);
        if (token.is(CnnParser.COLON) && label(token)) {
            return at + 1;
        }
        if (token.is(CnnParser.LPAREN) && lastIs(CnnParser.NAME) && !token.firstOnLine()) {
            out.add(token.as(CnnParser.CALL));
            return at + 1;
        }
        if (token.is(CnnParser.LBRACKET) && isIndex(token)) {
            out.add(token.as(CnnParser.INDEX));
            return at + 1;
        }
        boolean named = token.isKeyword() && (isName(at) || lastIs(CnnParser.OUTPUT) && !token.firstOnLine());
        if (named) {
            out.add(token.as(CnnParser.NAME));
            return at + 1;
        }
        if (token.isWord("input") && wordAt(at + 1) && typeAt(at + 2) == CnnParser.COLON && !lastIs(CnnParser.ARROW)) {
            out.add(token.as(CnnParser.INPUT));
            return at + 1;
        }
        if (token.isWord("output") && (startsStage() || isBehindOtherArrow(at)) && !isNamed(at + 1)) {
            out.add(token.as(CnnParser.OUTPUT));
            return at + 1;
        }
        if (token.isWord("use") && startsStage() && (wordAt(at + 1) || typeAt(at + 1) == CnnParser.STRING)) {
            out.add(token.as(CnnParser.USE));
            return target(at + 1);
        }
        out.add(token);
        return at + 1;
    }

    /** A bracket that touches a name or a closing bracket; that of {@code input image: u8[3, 32, 32]} does not count. */
    private boolean isIndex(Token bracket) {
        if (out.isEmpty() || out.get(out.size() - 1).end() != bracket.start()) {
            return false;
        }
        boolean type = lastIs(CnnParser.NAME)
                && out.size() > 2
                && out.get(out.size() - 2).is(CnnParser.LABEL)
                && out.get(out.size() - 3).is(CnnParser.INPUT);
        return (lastIs(CnnParser.NAME) || lastIs(CnnParser.RPAREN) || lastIs(CnnParser.RBRACKET)) && !type;
    }

    /** A word of the language stands for itself behind a dot, before a sign of assignment and where something is declared. */
    private boolean isName(int at) {
        Token token = in.get(at);
        if (lastIs(CnnParser.DOT) && !token.firstOnLine() || typeAt(at + 1) == CnnParser.ASSIGN) {
            return true;
        }
        boolean declared = lastIs(CnnParser.NET)
                || lastIs(CnnParser.BLOCK)
                || lastIs(CnnParser.SEQ)
                || lastIs(CnnParser.FN)
                || lastIs(CnnParser.CONST);
        return declared && !token.firstOnLine();
    }

    private boolean startsStage() {
        return lastIs(CnnParser.ARROW) || lastIs(CnnParser.LABEL) || lastIs(CnnParser.LBRACE);
    }

    /** Whether the word stands behind an arrow of another language, or with a name behind the pipe of one. */
    private boolean isBehindOtherArrow(int at) {
        boolean pipe =
                lastIs(CnnParser.OTHER_OR) && out.get(out.size() - 1).text().equals("|");
        return lastIs(CnnParser.OTHER_ARROW)
                || pipe && wordAt(at + 1) && !in.get(at + 1).firstOnLine();
    }

    /** Whether the token makes a name of the word before it: a label's colon, an argument list, a sign of assignment. */
    private boolean isNamed(int at) {
        return switch (typeAt(at)) {
            case CnnParser.COLON, CnnParser.LPAREN, CnnParser.ASSIGN, CnnParser.DOT -> true;
            case CnnParser.LBRACE -> in.get(at).start() == in.get(at - 1).end();
            default -> false;
        };
    }

    private boolean wordAt(int at) {
        return at < in.size() && in.get(at).isWordLike();
    }

    private int typeAt(int at) {
        return at < in.size() ? in.get(at).type() : CnnParser.EOF;
    }

    private boolean lastIs(int type) {
        return !out.isEmpty() && out.get(out.size() - 1).is(type);
    }

    /** Makes a label of a colon and the pieces that touch each other before it; false if there are none. */
    private boolean label(Token colon) {
        if (out.isEmpty() || colon.firstOnLine()) {
            return false;
        }
        int first = out.size();
        if (lastIs(CnnParser.STRING)) {
            first--;
        } else {
            while (first > 0 && (first == out.size() || touches(first - 1))) {
                int piece = pieceBefore(first);
                if (piece == first) {
                    break;
                }
                first = piece;
            }
        }
        if (first == out.size()) {
            return false;
        }
        Token start = out.get(first);
        out.subList(first, out.size()).clear();
        String text = source.text().substring(start.start(), colon.end());
        out.add(new Token(CnnParser.LABEL, text, start.start(), colon.end(), start.firstOnLine()));
        return true;
    }

    /** The index of the piece of a label that ends before this index, or the index itself if there is none. */
    private int pieceBefore(int end) {
        Token last = out.get(end - 1);
        if (isLabelPiece(last)) {
            return end - 1;
        }
        if (!last.is(CnnParser.RBRACE)) {
            return end;
        }
        int depth = 0;
        for (int i = end - 1; i >= Math.max(0, end - HOLE_TOKENS); i--) {
            if (source.line(out.get(i).start()) != source.line(last.start())) {
                break;
            }
            depth += out.get(i).is(CnnParser.RBRACE) ? 1 : out.get(i).is(CnnParser.LBRACE) ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return end;
    }

    private static boolean isLabelPiece(Token token) {
        return switch (token.type()) {
            case CnnParser.NAME,
                    CnnParser.UNDERSCORE,
                    CnnParser.INTEGER,
                    CnnParser.OTHER_NUMBER,
                    CnnParser.NET,
                    CnnParser.BLOCK,
                    CnnParser.SEQ,
                    CnnParser.FN,
                    CnnParser.CONST,
                    CnnParser.REQUIRE,
                    CnnParser.THEN -> true;
            default -> false;
        };
    }

    private boolean touches(int index) {
        return out.get(index).end() == out.get(index + 1).start();
    }

    /** The label behind {@code use}: a string, or words and holes that touch each other. */
    private int target(int start) {
        int end = start + 1;
        if (!in.get(start).is(CnnParser.STRING)) {
            while (end < in.size() && in.get(end).start() == in.get(end - 1).end()) {
                if (in.get(end).is(CnnParser.LBRACE)) {
                    int close = end;
                    while (close < Math.min(in.size(), end + HOLE_TOKENS)
                            && !in.get(close).is(CnnParser.RBRACE)) {
                        close++;
                    }
                    end = Math.min(close + 1, in.size());
                } else if (isLabelPiece(in.get(end))) {
                    end++;
                } else {
                    break;
                }
            }
        }
        int from = in.get(start).start();
        int to = in.get(end - 1).end();
        out.add(new Token(
                CnnParser.TARGET,
                source.text().substring(from, to),
                from,
                to,
                in.get(start).firstOnLine()));
        return end;
    }
}
