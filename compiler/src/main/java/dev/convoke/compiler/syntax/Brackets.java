package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.grammar.CnnParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Balances brackets before the parser sees them, so that one forgotten bracket costs one message: a closing one that is missing is put
 * where it most likely belongs, one that closes nothing is dropped.
 */
final class Brackets {
    private final Findings findings;
    private final SourceFile source;
    private final List<Token> in;
    private final List<Token> out = new ArrayList<>();
    /** Indices in {@code out} of the brackets that are open. */
    private final List<Integer> open = new ArrayList<>();
    /** How many braces of the declaration are opened and, counting alone, not closed. */
    private int spareBraces;

    private Brackets(Findings findings, List<Token> in) {
        this.findings = findings;
        this.source = findings.source();
        this.in = in;
    }

    static List<Token> balanced(Findings findings, List<Token> tokens) {
        return new Brackets(findings, tokens).run();
    }

    private List<Token> run() {
        for (int i = 0; i < in.size() && !findings.isFull(); i++) {
            Token token = in.get(i);
            if (i == 0 || beginsDeclaration(i)) {
                closeDownTo(0, token);
                spareBraces = spareBraces(i);
            }
            if (token.closes()) {
                close(token);
            } else {
                if (token.opens()) {
                    open.add(out.size());
                }
                out.add(token);
            }
        }
        if (!out.isEmpty()) {
            Token last = out.get(out.size() - 1);
            closeDownTo(0, last.missingBehind(CnnParser.EOF, ""));
        }
        return out;
    }

    /** A declaration's first word at the left margin starts one even where a bracket is still open. */
    private boolean beginsDeclaration(int at) {
        Token token = in.get(at);
        return token.declares()
                && token.firstOnLine()
                && source.column(token.start()) == 1
                && at + 1 < in.size()
                && (in.get(at + 1).is(CnnParser.NAME) || token.is(CnnParser.IMPORT));
    }

    private int spareBraces(int declaration) {
        int spare = 0;
        for (int i = declaration; i < in.size() && (i == declaration || !beginsDeclaration(i)); i++) {
            spare += in.get(i).is(CnnParser.LBRACE) ? 1 : in.get(i).is(CnnParser.RBRACE) ? -1 : 0;
        }
        return spare;
    }

    private void close(Token closer) {
        if (spareBraces > 0 && closer.is(CnnParser.RBRACE) && closer.firstOnLine()) {
            closeByIndentation(closer);
        }
        int match = open.size() - 1;
        while (match >= 0 && bracket(match).closer() != closer.type()) {
            match--;
        }
        if (match >= 0) {
            closeDownTo(match + 1, closer);
            open.remove(match);
            out.add(closer);
        } else if (open.isEmpty() || bracket(open.size() - 1).is(CnnParser.LBRACE)) {
            findings.add(SyntaxProblems.closesNothing(findings, closer));
            findings.taint(closer.start(), closer.end());
        } else {
            Token opener = out.get(open.remove(open.size() - 1));
            findings.add(SyntaxProblems.closedByAnother(findings, opener, closer));
            out.add(closer.as(opener.closer(), sign(opener)));
        }
    }

    /** A brace further left than the line that opened the innermost one closes an outer one: the inner was forgotten. */
    private void closeByIndentation(Token closer) {
        int column = source.column(closer.start());
        while (spareBraces > 0
                && open.size() > 1
                && bracket(open.size() - 1).is(CnnParser.LBRACE)
                && indentation(bracket(open.size() - 1)) > column) {
            closeDownTo(open.size() - 1, closer);
            spareBraces--;
        }
    }

    private int indentation(Token token) {
        int line = source.line(token.start());
        String text = source.lineText(line);
        int blanks = 0;
        while (blanks < text.length() && (text.charAt(blanks) == ' ' || text.charAt(blanks) == '\t')) {
            blanks++;
        }
        return blanks + 1;
    }

    private Token bracket(int depth) {
        return out.get(open.get(depth));
    }

    /** Reports and closes all brackets above a depth; {@code seen} is what shows that they were not closed. */
    private void closeDownTo(int depth, Token seen) {
        while (open.size() > depth) {
            int index = open.remove(open.size() - 1);
            Token opener = out.get(index);
            Optional<Integer> place = opener.is(CnnParser.LBRACE) ? Optional.empty() : likelyEnd(index);
            int at = place.orElse(out.size());
            Token before = out.get(at - 1);
            String sign = sign(opener);
            Token missing = before.missingBehind(opener.closer(), sign);
            if (findings.isTainted(source.length(), source.length())) {
                // the rest of the file is a comment without an end
                out.add(at, missing);
                continue;
            }
            findings.add(SyntaxProblems.unclosedBracket(findings, opener, missing, seen, place.isPresent()));
            // The statements of a declaration are read as they are; of all else nobody knows where it ends.
            boolean body = opener.is(CnnParser.LBRACE) && open.isEmpty();
            findings.taint(body ? before.end() : opener.start(), missing.end());
            out.add(at, missing);
        }
    }

    /** The first token behind an opening parenthesis or square bracket that can hardly stand inside it. */
    private Optional<Integer> likelyEnd(int opener) {
        boolean arrow = false;
        boolean condition = false;
        int depth = 0;
        for (int i = opener + 1; i < out.size(); i++) {
            Token token = out.get(i);
            Token before = out.get(i - 1);
            if (depth == 0) {
                boolean continues = before.is(CnnParser.COMMA) || before.is(CnnParser.ARROW) || i == opener + 1;
                boolean leaves = token.is(CnnParser.ARROW) && (token.firstOnLine() || before.isLiteral())
                        || token.is(CnnParser.IS) && !arrow
                        || token.is(CnnParser.LBRACE) && !before.is(CnnParser.SEQ) && !arrow
                        || (token.is(CnnParser.THEN) || token.is(CnnParser.ELSE)) && !condition
                        || startsStatement(i) && !continues;
                if (leaves) {
                    return Optional.of(i);
                }
                arrow |= token.is(CnnParser.ARROW);
                condition |= token.is(CnnParser.IF);
            }
            depth += token.opens() ? 1 : token.closes() ? -1 : 0;
        }
        return Optional.empty();
    }

    private boolean startsStatement(int at) {
        Token token = out.get(at);
        if (token.is(CnnParser.RETURN) || token.is(CnnParser.REQUIRE) || token.is(CnnParser.INPUT)) {
            return true;
        }
        return token.firstOnLine()
                && token.is(CnnParser.NAME)
                && at + 1 < out.size()
                && (out.get(at + 1).is(CnnParser.ASSIGN) || out.get(at + 1).is(CnnParser.ARROW));
    }

    /** What closes a bracket. */
    private static String sign(Token opener) {
        return switch (opener.closer()) {
            case CnnParser.RBRACE -> "}";
            case CnnParser.RBRACKET -> "]";
            default -> ")";
        };
    }
}
