package dev.convoke.compiler.syntax;

import dev.convoke.grammar.CnnParser;
import java.util.Optional;
import java.util.Set;

/** Loops and branches that stand as statements, or hold some: here they are stages, and stand in a chain. */
final class LoopForms implements ForeignStatements.Form {
    /** Longer loops are not written out. */
    private static final int LONGEST_CHAIN = 80;

    private static final Set<String> OTHER_WORDS = Set.of("while", "with", "try", "def", "repeat", "loop", "unless");

    private final Rewriting tokens;
    private final Findings findings;

    LoopForms(Rewriting tokens) {
        this.tokens = tokens;
        this.findings = tokens.findings();
    }

    @Override
    public int take(int at) {
        Token word = tokens.at(at);
        boolean stage = word.is(CnnParser.FOR) || word.is(CnnParser.IF);
        boolean other = word.is(CnnParser.NAME)
                && OTHER_WORDS.contains(word.text())
                && !tokens.is(at + 1, CnnParser.ASSIGN)
                && !tokens.is(at + 1, CnnParser.ARROW)
                && !tokens.is(at + 1, CnnParser.DOT);
        if (!stage && !other || !tokens.startsStatement(at)) {
            return 0;
        }
        int brace = brace(at);
        if (stage && brace < 0 && isValue(at)) {
            return 0;
        }
        if (brace < 0) {
            boolean python = endsInColon(tokens.lineEnd(at));
            return python ? leftOut(at, tokens.statementEnd(at)) : 0;
        }
        if (other) {
            return leftOut(at, Math.max(tokens.statementEnd(at), tokens.partner(brace) + 1));
        }
        int end = behind(brace);
        if (holdsStatements(brace)) {
            return leftOut(at, Math.max(end, tokens.statementEnd(at)));
        }
        return stages(at);
    }

    /** Whether a condition is followed by {@code then}: a value, or a stream. */
    private boolean isValue(int at) {
        int end = tokens.lineEnd(at);
        for (int i = at; i < end; i = tokens.behind(i)) {
            if (tokens.is(i, CnnParser.THEN)) {
                return true;
            }
        }
        return tokens.is(end, CnnParser.THEN);
    }

    /** The index of the brace that begins what is repeated, on this line or at the beginning of the next; negative without one. */
    private int brace(int at) {
        for (int i = at + 1; !tokens.is(i, CnnParser.EOF) && !tokens.at(i).closes(); i = tokens.behind(i)) {
            if (tokens.is(i, CnnParser.LBRACE)) {
                return i;
            }
            if (tokens.at(i).firstOnLine() || tokens.is(i, CnnParser.THEN)) {
                return -1;
            }
        }
        return -1;
    }

    private boolean endsInColon(int end) {
        Token last = tokens.at(end - 1);
        return last.is(CnnParser.LABEL) || last.is(CnnParser.COLON);
    }

    /** The index behind the braces and those of each {@code else}. */
    private int behind(int brace) {
        int end = tokens.partner(brace) + 1;
        while (tokens.is(end, CnnParser.ELSE)) {
            int next = tokens.is(end + 1, CnnParser.LBRACE) ? end + 1 : brace(end);
            if (next < 0) {
                return end;
            }
            end = tokens.partner(next) + 1;
        }
        return end;
    }

    /** Whether a stream gets a name in braces, or a chain begins there. */
    private boolean holdsStatements(int brace) {
        int close = tokens.partner(brace);
        boolean named = false;
        for (int i = brace + 1; i < close; i = tokens.behind(i)) {
            Token token = tokens.at(i);
            if (token.is(CnnParser.RETURN) || token.is(CnnParser.INPUT)) {
                return true;
            }
            boolean first = i == brace + 1 || token.firstOnLine();
            boolean chain = token.is(CnnParser.NAME) && !token.isCapitalised() && tokens.is(i + 1, CnnParser.ARROW);
            if (first
                    && chain
                    && !tokens.isDeclared(token.text())
                    && !tokens.at(i - 1).is(CnnParser.ARROW)) {
                return true;
            }
            if (token.is(CnnParser.LABEL) || token.firstOnLine() && !token.is(CnnParser.ARROW)) {
                named = false;
            }
            named |= token.is(CnnParser.ASSIGN);
            if (named && token.is(CnnParser.ARROW)) {
                return true;
            }
        }
        return named && onlyNames(brace, close);
    }

    /** Whether nothing but names with their values stand in braces, as in {@code else { y = x }}. */
    private boolean onlyNames(int brace, int close) {
        return close - brace == 4 && tokens.is(brace + 2, CnnParser.ASSIGN);
    }

    private int leftOut(int at, int end) {
        Optional<String> chain = tokens.is(at, CnnParser.FOR) ? chain(at, end) : Optional.empty();
        findings.add(chain.map(each -> ForeignProblems.loopOverStream(findings, tokens.at(at), each))
                .orElseGet(() ->
                        ForeignProblems.statementsInLoop(findings, tokens.at(at), tokens.inNet(), tokens.stream())));
        tokens.leaveOut(at, end);
        return end - at;
    }

    /** A loop around {@code x = x -> ...} alone, as the chain that it means. */
    private Optional<String> chain(int at, int end) {
        int brace = brace(at);
        int head = brace < 0 ? tokens.lineEnd(at) - 1 : brace;
        int body = head + 1;
        int last = (brace < 0 ? end : tokens.partner(brace)) - 1;
        boolean onStream = (brace >= 0 || tokens.is(head, CnnParser.COLON))
                && last > body + 3
                && tokens.is(body, CnnParser.NAME)
                && tokens.is(body + 1, CnnParser.ASSIGN)
                && tokens.is(body + 2, CnnParser.NAME)
                && tokens.at(body + 2).text().equals(tokens.at(body).text())
                && tokens.is(body + 3, CnnParser.ARROW);
        if (!onStream) {
            return Optional.empty();
        }
        for (int i = body + 4; i <= last; i = tokens.behind(i)) {
            if (tokens.is(i, CnnParser.ASSIGN) || tokens.is(i, CnnParser.RETURN)) {
                return Optional.empty();
            }
        }
        String stages = text(body + 4, last);
        return stages.length() > LONGEST_CHAIN
                ? Optional.empty()
                : Optional.of(tokens.at(body).text() + " -> " + head(at, head - 1) + " { " + stages + " }");
    }

    /** {@code for i in range(3)} as {@code for i in 0..3}. */
    private String head(int at, int last) {
        boolean range = tokens.is(at + 1, CnnParser.NAME)
                && tokens.is(at + 2, CnnParser.IN)
                && tokens.at(at + 3).text().equals("range")
                && tokens.is(at + 4, CnnParser.CALL)
                && tokens.partner(at + 4) == last;
        if (!range) {
            return text(at, last);
        }
        String[] bounds = text(at + 5, last - 1).split(",");
        String start = bounds.length == 1 ? "0" : bounds[0].strip();
        return bounds.length > 2
                ? text(at, last)
                : "for " + tokens.at(at + 1).text() + " in " + start + ".." + bounds[bounds.length - 1].strip();
    }

    private String text(int first, int last) {
        return findings.span(tokens.at(first), tokens.at(last)).text().replaceAll("\\s+", " ");
    }

    /** Stages that stand in a chain, which lacks its arrow or its stream. */
    private int stages(int at) {
        Token word = tokens.at(at);
        Token last = tokens.around().last();
        if (tokens.flows()) {
            findings.add(HabitProblems.missingArrow(findings, last, word));
            tokens.put(last.missingBehind(CnnParser.ARROW, "->"));
        } else if (tokens.stream().isPresent()) {
            String stream = tokens.stream().get();
            findings.add(ForeignProblems.loopWithoutStream(findings, word, stream));
            tokens.put(new Token(CnnParser.NAME, stream, word.start(), word.start(), true));
            tokens.put(word.missingBefore(CnnParser.ARROW, "->"));
        } else {
            return 0;
        }
        tokens.put(new Token(word.type(), word.text(), word.start(), word.end(), false));
        return 1;
    }
}
