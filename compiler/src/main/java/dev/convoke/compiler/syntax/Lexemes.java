package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that a file's text is made of besides blanks and line ends, as formatters want it. Of a file without problems of syntax the
 * tree's nodes begin and end with tokens of this list.
 *
 * @param tokens words and signs in their order; a label with its colon is one, and so is the label behind {@code use}
 * @param comments all of them in their order, documentation too, but for those within a token
 */
public record Lexemes(List<Span> tokens, List<SpecFile.Comment> comments) {
    public Lexemes {
        tokens = List.copyOf(tokens);
        comments = List.copyOf(comments);
    }

    public static Lexemes of(SourceFile source) {
        var scanned = Scanner.scan(new Findings(source), 0, source.length());
        List<Span> tokens = Words.sortedOut(source, scanned.tokens()).stream()
                .map(each -> source.span(each.start(), each.end()))
                .toList();
        List<SpecFile.Comment> comments = new ArrayList<>(scanned.comments());
        scanned.documentation()
                .forEach(each -> comments.add(new SpecFile.Comment(each.span().text(), each.span())));
        comments.sort(Comparator.comparingInt(each -> each.span().start()));
        comments.removeIf(each -> isWithin(each.span(), tokens));
        return new Lexemes(tokens, comments);
    }

    private static boolean isWithin(Span comment, List<Span> tokens) {
        int low = 0;
        int high = tokens.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (tokens.get(middle).end() <= comment.start()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < tokens.size() && tokens.get(low).start() < comment.start();
    }
}
