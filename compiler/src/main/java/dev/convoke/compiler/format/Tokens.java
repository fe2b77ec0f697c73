package dev.convoke.compiler.format;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Lexemes;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.List;

/** The words and signs of a file, taken one after the other, each with the comments around it; so that none is lost. */
final class Tokens {
    private final SourceFile source;
    private final List<Span> tokens;
    private final List<Gap> gaps = new ArrayList<>();
    private int next;

    /** Whether the comments before the next token were taken already. */
    private boolean led;

    Tokens(SourceFile source) {
        Lexemes lexemes = Lexemes.of(source);
        this.source = source;
        this.tokens = lexemes.tokens();
        int comment = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            int from = i == 0 ? 0 : tokens.get(i - 1).end();
            int to = i == tokens.size() ? source.length() : tokens.get(i).start();
            int first = comment;
            while (comment < lexemes.comments().size()
                    && startOf(lexemes.comments().get(comment)) < to) {
                comment++;
            }
            gaps.add(Gap.between(source, from, to, lexemes.comments().subList(first, comment)));
        }
    }

    private static int startOf(SpecFile.Comment comment) {
        return comment.span().start();
    }

    /** Where the next token starts. */
    int start() {
        return next < tokens.size() ? tokens.get(next).start() : source.length();
    }

    boolean isNext(String text) {
        return next < tokens.size() && tokens.get(next).text().equals(text);
    }

    /** Whether the source has a line break before the next token, or before its comments. */
    boolean breaksBefore() {
        return gaps.get(next).breaks();
    }

    /** Whether the source has an empty line before the next token, or before its comments. */
    boolean blankBefore() {
        return gaps.get(next).blank();
    }

    /** The comments before the next token, to stand before what begins with it; a second time there are none. */
    Doc leading() {
        Doc leading = led ? Doc.EMPTY : gaps.get(next).leading();
        led = true;
        return leading;
    }

    /** The next token with the comments before and behind it. */
    Doc take() {
        Doc leading = leading();
        String text = written(tokens.get(next).text());
        next++;
        led = false;
        return Doc.all(leading, Doc.text(text), gaps.get(next).trailing());
    }

    Doc take(String expected) {
        if (!isNext(expected)) {
            throw new IllegalStateException("no " + expected + " at " + start() + " of " + source);
        }
        return take();
    }

    /** The next token if it is this. */
    Doc takeIf(String text) {
        return isNext(text) ? take() : Doc.EMPTY;
    }

    /** A label's colon touches its label. */
    private static String written(String token) {
        return token.endsWith(":") ? token.substring(0, token.length() - 1).stripTrailing() + ":" : token;
    }
}
