package dev.convoke.compiler.syntax;

import dev.convoke.grammar.CnnParser;
import java.util.ArrayDeque;
import java.util.Deque;

/** Follows balanced tokens and knows between which brackets the next one stands. */
final class Surroundings {
    /** What a bracket holds. */
    enum Inside {
        FILE,
        BODY,
        SEQUENCE,
        PARAMETERS,
        ARGUMENTS,
        GROUP,
        LIST
    }

    private final Deque<Inside> open = new ArrayDeque<>();
    private int declaring = CnnParser.EOF;
    private Token last = new Token(CnnParser.EOF, "", 0, 0, true);
    private Token beforeLast = last;

    Inside inside() {
        return open.isEmpty() ? Inside.FILE : open.peek();
    }

    /** Whether commas separate what stands here, so that two values side by side are a mistake. */
    boolean isSeparatedByCommas() {
        return switch (inside()) {
            case PARAMETERS, ARGUMENTS, GROUP, LIST -> true;
            case FILE, BODY, SEQUENCE -> false;
        };
    }

    /** The token before, of type EOF at the start. */
    Token last() {
        return last;
    }

    Token beforeLast() {
        return beforeLast;
    }

    /** Whether a stage may stand here. */
    boolean atStage() {
        return last.is(CnnParser.ARROW)
                || last.is(CnnParser.LABEL) && inside() != Inside.PARAMETERS
                || last.is(CnnParser.LBRACE) && inside() == Inside.SEQUENCE;
    }

    void pass(Token token) {
        if (open.isEmpty() && token.declares()) {
            declaring = token.type();
        }
        if (token.opens()) {
            open.push(opened(token));
        } else if (token.closes() && !open.isEmpty()) {
            open.pop();
        }
        beforeLast = last;
        last = token;
    }

    private Inside opened(Token token) {
        return switch (token.type()) {
            case CnnParser.CALL -> open.isEmpty() && beforeLast.declares() ? Inside.PARAMETERS : Inside.ARGUMENTS;
            case CnnParser.LBRACKET -> Inside.LIST;
            case CnnParser.INDEX -> Inside.GROUP;
            case CnnParser.LBRACE ->
                open.isEmpty() && (declaring == CnnParser.NET || declaring == CnnParser.BLOCK)
                        ? Inside.BODY
                        : Inside.SEQUENCE;
            default -> Inside.GROUP;
        };
    }
}
