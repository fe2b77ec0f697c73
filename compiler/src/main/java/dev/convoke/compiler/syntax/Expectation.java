package dev.convoke.compiler.syntax;

import dev.convoke.grammar.CnnParser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Says in the language's own words which tokens the parser would have taken. */
final class Expectation {
    /** Operators could follow nearly everywhere; naming them would hide what is missing. */
    private static final Set<Integer> OPERATORS = Set.of(
            CnnParser.PLUS,
            CnnParser.MINUS,
            CnnParser.STAR,
            CnnParser.SLASH,
            CnnParser.EQ,
            CnnParser.NE,
            CnnParser.LT,
            CnnParser.LE,
            CnnParser.GT,
            CnnParser.GE,
            CnnParser.AND,
            CnnParser.OR,
            CnnParser.DOT,
            CnnParser.IS,
            CnnParser.CALL,
            CnnParser.INDEX);

    private static final Set<Integer> VALUES = Set.of(
            CnnParser.INTEGER,
            CnnParser.DECIMAL,
            CnnParser.STRING,
            CnnParser.TRUE,
            CnnParser.FALSE,
            CnnParser.NAME,
            CnnParser.LPAREN,
            CnnParser.LBRACKET,
            CnnParser.MINUS,
            CnnParser.NOT,
            CnnParser.IF);

    private static final Set<Integer> STAGES = Set.of(
            CnnParser.NAME,
            CnnParser.LABEL,
            CnnParser.SEQ,
            CnnParser.IF,
            CnnParser.FOR,
            CnnParser.OUTPUT,
            CnnParser.USE);

    private Expectation() {}

    /** {@code `,` or `)`}, {@code a stage}, {@code an expression}. */
    static String of(IntervalSet expected, int rule) {
        Set<Integer> left = new LinkedHashSet<>(expected.toSet());
        List<String> words = new ArrayList<>();
        boolean statement = left.contains(CnnParser.RETURN);
        if (statement) {
            left.removeAll(VALUES);
            left.removeAll(List.of(CnnParser.RETURN, CnnParser.REQUIRE, CnnParser.INPUT, CnnParser.ASSIGN));
        } else if (left.contains(CnnParser.FOR) && left.contains(CnnParser.NAME)) {
            words.add("a stage");
            left.removeAll(STAGES);
            left.remove(CnnParser.REQUIRE);
        } else if (left.contains(CnnParser.INTEGER) && left.contains(CnnParser.NAME)) {
            words.add(rule == CnnParser.RULE_argument || rule == CnnParser.RULE_arguments ? "an argument" : "a value");
            left.removeAll(VALUES);
        }
        if (left.stream().anyMatch(each -> !OPERATORS.contains(each))) {
            left.removeAll(OPERATORS);
        }
        boolean closes = left.contains(CnnParser.RPAREN) || left.contains(CnnParser.RBRACKET);
        if (closes) {
            left.removeAll(List.of(CnnParser.ASSIGN, CnnParser.ARROW));
        }
        left.stream().map(Expectation::word).forEach(words::add);
        if (statement) {
            words.add("a statement");
        }
        if (words.size() == 1) {
            return words.get(0);
        }
        String last = words.remove(words.size() - 1);
        return words.stream().collect(Collectors.joining(", ")) + " or " + last;
    }

    private static String word(int type) {
        return switch (type) {
            case CnnParser.NAME -> "a name";
            case CnnParser.STRING -> "a text in double quotes";
            case CnnParser.LABEL -> "a name with `:`";
            case CnnParser.TARGET -> "a label";
            case CnnParser.CALL -> "`(`";
            case CnnParser.INDEX -> "`[`";
            case CnnParser.INPUT -> "an `input`";
            case CnnParser.OUTPUT -> "`output`";
            case CnnParser.USE -> "`use`";
            case CnnParser.INTEGER, CnnParser.DECIMAL -> "a number";
            case org.antlr.v4.runtime.Token.EOF -> "the end";
            default -> CnnParser.VOCABULARY.getLiteralName(type).replace('\'', '`');
        };
    }
}
