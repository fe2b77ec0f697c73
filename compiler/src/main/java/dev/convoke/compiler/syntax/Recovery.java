package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import dev.convoke.grammar.CnnParser;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ANTLRErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * What the parser does at a token that it cannot use: it says so once, gives up the smallest part that has a clear end (an
 * argument, a stage, a statement, a body, a declaration), and goes on behind it. As brackets are balanced, what lies
 * between two of them can be skipped at once, and parts of one level do not disturb each other.
 */
final class Recovery implements ANTLRErrorStrategy {
    private final Findings findings;
    private final List<Token> tokens;
    private Optional<RecognitionException> reported = Optional.empty();
    /** Where the statement that is skipped began its line; the next one most likely begins in the same column. */
    private int column;

    /**
     * Reads the same tokens as the parser.
     *
     * @param tokens without the end of file
     */
    Recovery(Findings findings, List<Token> tokens) {
        this.findings = findings;
        this.tokens = tokens;
    }

    @Override
    public void reset(Parser parser) {
        reported = Optional.empty();
    }

    @Override
    public org.antlr.v4.runtime.Token recoverInline(Parser parser) {
        throw new InputMismatchException(parser);
    }

    /** In the loops over statements and stages, what belongs to none is reported and skipped, and the loop goes on. */
    @Override
    public void sync(Parser parser) {
        ParserRuleContext context = parser.getContext();
        int rule = context.getRuleIndex();
        boolean inBody = rule == CnnParser.RULE_body;
        if ((inBody || rule == CnnParser.RULE_sequence) && context.getChildCount() > 0) {
            int type = parser.getInputStream().LA(1);
            ATNState state = parser.getATN().states.get(parser.getState());
            // What may follow within the rule is known from earlier times; what may follow the rule is found out each
            // time.
            boolean expected = parser.getATN().nextTokens(state).contains(type)
                    || parser.getATN().nextTokens(state, context).contains(type);
            if (!expected) {
                report(parser, new InputMismatchException(parser));
                column = column(parser.getCurrentToken().getTokenIndex());
                consume(parser);
                skip(parser, inBody ? CnnParser.RULE_statement : CnnParser.RULE_stage);
            }
        }
    }

    @Override
    public boolean inErrorRecoveryMode(Parser parser) {
        return false;
    }

    @Override
    public void reportMatch(Parser parser) {
        // nothing to reset: no message depends on an earlier one
    }

    @Override
    public void reportError(Parser parser, RecognitionException e) {
        // every rule on the way out comes by
        if (reported.isEmpty() || reported.get() != e) {
            reported = Optional.of(e);
            report(parser, e);
        }
    }

    @Override
    public void recover(Parser parser, RecognitionException e) {
        ParserRuleContext context = parser.getContext();
        int rule = context.getRuleIndex();
        if (findings.isFull()) {
            throw e;
        }
        switch (rule) {
            case CnnParser.RULE_statement, CnnParser.RULE_item -> {
                column = column(context.getStart().getTokenIndex());
                if (parser.getCurrentToken() == context.getStart()) {
                    consume(parser);
                }
                skip(parser, rule);
            }
            case CnnParser.RULE_stage,
                    CnnParser.RULE_parameter,
                    CnnParser.RULE_argument,
                    CnnParser.RULE_element,
                    CnnParser.RULE_entry,
                    CnnParser.RULE_slot -> skip(parser, rule);
            case CnnParser.RULE_check -> {
                int bracket = context.getStart().getTokenIndex() + 1;
                boolean opened = parser.getCurrentToken().getTokenIndex() > bracket
                        && tokens.get(bracket).opens();
                skip(parser, opened ? rule : CnnParser.RULE_stage);
                if (opened) {
                    consume(parser);
                }
            }
            case CnnParser.RULE_parameters,
                    CnnParser.RULE_arguments,
                    CnnParser.RULE_tuple,
                    CnnParser.RULE_list,
                    CnnParser.RULE_body,
                    CnnParser.RULE_sequence -> {
                if (!hasOpened(parser, context)) {
                    throw e;
                }
                skip(parser, rule);
                consume(parser);
            }
            default -> throw e;
        }
    }

    /** Whether the context's own bracket was read; only then is there one to look for the end of. */
    private boolean hasOpened(Parser parser, ParserRuleContext context) {
        int first = context.getStart().getTokenIndex();
        int here = parser.getCurrentToken().getTokenIndex();
        return here > first && first < tokens.size() && tokens.get(first).opens();
    }

    /** The column of a token that is the first on its line, 0 for others. */
    private int column(int at) {
        boolean first = at < tokens.size() && tokens.get(at).firstOnLine();
        return first ? findings.source().column(tokens.get(at).start()) : 0;
    }

    private void skip(Parser parser, int rule) {
        while (true) {
            int at = parser.getCurrentToken().getTokenIndex();
            if (at >= tokens.size() || ends(rule, at)) {
                return;
            }
            consume(parser);
        }
    }

    /** Consumes a token, or all up to the closing bracket if it opens one. */
    private void consume(Parser parser) {
        int depth = 0;
        do {
            int at = parser.getCurrentToken().getTokenIndex();
            if (at >= tokens.size()) {
                return;
            }
            depth += tokens.get(at).opens() ? 1 : tokens.get(at).closes() ? -1 : 0;
            parser.getInputStream().consume();
        } while (depth > 0);
    }

    private boolean ends(int rule, int at) {
        Token token = tokens.get(at);
        if (rule == CnnParser.RULE_item) {
            return token.declares();
        }
        if (token.closes()) {
            return true;
        }
        return switch (rule) {
            case CnnParser.RULE_statement -> startsStatement(at) || column > 0 && column(at) == column;
            case CnnParser.RULE_stage -> token.is(CnnParser.ARROW) || token.is(CnnParser.COMMA) || startsStatement(at);
            case CnnParser.RULE_parameter,
                    CnnParser.RULE_argument,
                    CnnParser.RULE_element,
                    CnnParser.RULE_entry,
                    CnnParser.RULE_slot -> token.is(CnnParser.COMMA);
            default -> false;
        };
    }

    private boolean startsStatement(int at) {
        Token token = tokens.get(at);
        if (token.is(CnnParser.RETURN) || token.is(CnnParser.REQUIRE) || token.is(CnnParser.INPUT)) {
            return true;
        }
        if (!token.firstOnLine() || !token.is(CnnParser.NAME) || at + 1 >= tokens.size()) {
            return false;
        }
        return tokens.get(at + 1).is(CnnParser.ASSIGN)
                || tokens.get(at + 1).is(CnnParser.ARROW)
                        && !(at > 0 && tokens.get(at - 1).is(CnnParser.ARROW));
    }

    private void report(Parser parser, RecognitionException e) {
        int at = e.getOffendingToken().getTokenIndex();
        boolean atEnd = at >= tokens.size();
        Token found = atEnd ? end() : tokens.get(at);
        Token before = at > 0 && !tokens.isEmpty() ? tokens.get(Math.min(at, tokens.size()) - 1) : found;
        findings.damage(before.start());
        if (!atEnd && !found.declares()) {
            findings.damage(found.start());
        }
        if (findings.isTainted(before.start(), found.end())) {
            return;
        }
        int rule = ((ParserRuleContext) e.getCtx()).getRuleIndex();
        Span span = findings.span(found);
        boolean inBraces = rule == CnnParser.RULE_body || rule == CnnParser.RULE_sequence;
        if (found.is(CnnParser.ELSE)) {
            findings.add(GrammarProblems.elseWithoutIf(span));
        } else if (inBraces && before.endsValue() && startsStage(found)) {
            findings.add(HabitProblems.missingArrow(findings, before, found));
        } else if (rule == CnnParser.RULE_check && before.is(CnnParser.IS)) {
            findings.add(GrammarProblems.checkWithoutBrackets(span));
        } else if (rule == CnnParser.RULE_choice) {
            choice(e, before, found);
        } else if (found.is(CnnParser.LABEL) && before.declares()
                || found.text().equals(":") && e.getExpectedTokens().contains(CnnParser.LBRACE)) {
            findings.add(GrammarProblems.bodyBehindColon(span));
        } else if (found.is(CnnParser.LABEL) && rule != CnnParser.RULE_parameter) {
            findings.add(GrammarProblems.missingStream(span, SyntaxProblems.shown(found), Optional.empty()));
        } else if (rule == CnnParser.RULE_body && found.declares()) {
            findings.add(GrammarProblems.nestedDeclaration(span, found.text()));
        } else if (rule == CnnParser.RULE_body && isOperator(found) && before.endsValue()) {
            findings.add(GrammarProblems.operatorBehindStage(span, found.text()));
        } else if (found.is(CnnParser.COMMA) && (before.is(CnnParser.COMMA) || before.opens())) {
            findings.add(GrammarProblems.unexpected(span, ",", "a value"));
        } else if (found.isKeyword() && wantsName(e.getExpectedTokens())) {
            findings.add(SyntaxProblems.wordAsName(span, found.text()));
        } else {
            String expected = Expectation.of(e.getExpectedTokens(), rule);
            boolean lineEnds = (atEnd || found.firstOnLine()) && before != found;
            findings.add(
                    lineEnds
                            ? GrammarProblems.incomplete(
                                    findings.span(before).after(), SyntaxProblems.shown(before), expected)
                            : GrammarProblems.unexpected(span, SyntaxProblems.shown(found), expected));
        }
    }

    private static boolean startsStage(Token token) {
        return switch (token.type()) {
            case CnnParser.NAME, CnnParser.LABEL, CnnParser.SEQ, CnnParser.IF, CnnParser.FOR -> true;
            default -> false;
        };
    }

    private static boolean isOperator(Token token) {
        return token.is(CnnParser.PLUS) || token.is(CnnParser.MINUS) || token.is(CnnParser.STAR);
    }

    /** Whether a name and nothing like a value or stage was expected. */
    private static boolean wantsName(IntervalSet expected) {
        return expected.contains(CnnParser.NAME)
                && !expected.contains(CnnParser.INTEGER)
                && !expected.contains(CnnParser.FOR);
    }

    private void choice(RecognitionException e, Token before, Token found) {
        var word = ((ParserRuleContext) e.getCtx()).getStart();
        Span ifWord = findings.source().span(word.getStartIndex(), word.getStopIndex() + 1);
        int at = word.getTokenIndex();
        if (found.is(CnnParser.LBRACE) && at > 0 && tokens.get(at - 1).endsValue()) {
            findings.add(HabitProblems.missingArrow(findings, tokens.get(at - 1), tokens.get(at)));
        } else if (e.getExpectedTokens().contains(CnnParser.ELSE)) {
            findings.add(GrammarProblems.missingElse(findings.span(before).after(), ifWord));
        } else {
            findings.add(GrammarProblems.ifWithoutThen(findings.span(found), ifWord));
        }
    }

    private Token end() {
        int offset = tokens.isEmpty() ? 0 : tokens.get(tokens.size() - 1).end();
        return new Token(CnnParser.EOF, "", offset, offset, false);
    }
}
