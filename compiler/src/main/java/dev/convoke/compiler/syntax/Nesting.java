package dev.convoke.compiler.syntax;

import dev.convoke.grammar.CnnParser;
import java.util.List;
import java.util.Optional;

/**
 * Measures how deep a text nests before it is parsed, as every level costs stack: brackets, conditions in the
 * {@code then} of conditions, and signs in a row.
 */
final class Nesting {
    private Nesting() {}

    /** The first token that is too deep. */
    static Optional<Token> tooDeep(List<Token> tokens) {
        int brackets = 0;
        int conditions = 0;
        int signs = 0;
        Token before = new Token(CnnParser.EOF, "", 0, 0, true);
        for (Token token : tokens) {
            if (token.opens()) {
                brackets++;
            } else if (token.closes()) {
                brackets = Math.max(0, brackets - 1);
            }
            if (token.is(CnnParser.IF) && before.is(CnnParser.THEN)) {
                conditions++;
            } else if (token.is(CnnParser.ELSE) && conditions > 0) {
                conditions--;
            } else if (token.is(CnnParser.RETURN) || token.declares()) {
                conditions = 0;
            }
            boolean sign = token.is(CnnParser.NOT) || token.is(CnnParser.MINUS) && !before.endsValue();
            signs = sign ? signs + 1 : 0;
            if (brackets + conditions + signs > Limits.NESTING) {
                return Optional.of(token);
            }
            before = token;
        }
        return Optional.empty();
    }
}
