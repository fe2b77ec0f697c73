package dev.convoke.compiler.syntax;

import dev.convoke.grammar.CnnParser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Measures how deep a text nests before it is parsed, as every level costs stack: brackets, conditions in the
 * {@code then} of conditions, signs in a row, and indices and members of the same value.
 */
final class Nesting {
    private Nesting() {}

    /** The first token that is too deep. */
    static Optional<Token> tooDeep(List<Token> tokens) {
        int brackets = 0;
        int conditions = 0;
        int signs = 0;
        Heights heights = new Heights();
        Token before = new Token(CnnParser.EOF, "", 0, 0, true);
        for (Token token : tokens) {
            if (token.opens()) {
                brackets++;
            } else if (token.closes()) {
                brackets = Math.max(0, brackets - 1);
            }
            heights.next(token, before);
            if (token.is(CnnParser.IF) && before.is(CnnParser.THEN)) {
                conditions++;
            } else if (token.is(CnnParser.ELSE) && conditions > 0) {
                conditions--;
            } else if (token.is(CnnParser.RETURN) || token.declares()) {
                conditions = 0;
            }
            boolean sign = token.is(CnnParser.NOT) || token.is(CnnParser.MINUS) && !before.endsValue();
            signs = sign ? signs + 1 : 0;
            if (brackets + conditions + signs > Limits.NESTING || heights.height > Limits.NESTING) {
                return Optional.of(token);
            }
            before = token;
        }
        return Optional.empty();
    }

    /** How high the values become that indices and members are taken of: {@code a[0][1].c} is three higher than {@code a}. */
    private static final class Heights {
        private final Deque<int[]> outer = new ArrayDeque<>();
        private int height;
        private int highest;

        private void next(Token token, Token before) {
            if (token.opens()) {
                outer.push(new int[] {token.is(CnnParser.INDEX) ? height : 0, Math.max(highest, height)});
                height = 0;
                highest = 0;
            } else if (token.closes()) {
                int inside = Math.max(highest, height);
                int[] around = outer.isEmpty() ? new int[2] : outer.pop();
                height = Math.max(around[0], inside) + 1;
                highest = around[1];
            } else if (token.is(CnnParser.DOT)) {
                height++;
            } else if (!before.is(CnnParser.DOT)) {
                highest = Math.max(highest, height);
                height = 0;
            }
        }
    }
}
