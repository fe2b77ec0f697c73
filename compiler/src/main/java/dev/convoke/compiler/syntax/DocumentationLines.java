package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of documentation of a file, in order, and what each declaration and input has of them. */
final class DocumentationLines {
    private final List<Documentation> lines;

    /** @param lines one documentation for each line */
    DocumentationLines(List<Documentation> lines) {
        this.lines = lines;
    }

    /** The documentation on the lines right before a token. */
    Optional<Documentation> before(List<Token> tokens, int token) {
        int from = token == 0 ? 0 : tokens.get(token - 1).end();
        int to = tokens.get(token).start();
        int last = firstBehind(to) - 1;
        int first = last;
        while (first > 0
                && lines.get(first - 1).span().start() >= from
                && lines.get(first - 1).span().line() + 1
                        == lines.get(first).span().line()) {
            first--;
        }
        if (last < 0 || lines.get(last).span().start() < from) {
            return Optional.empty();
        }
        var texts = new ArrayList<String>();
        lines.subList(first, last + 1).forEach(each -> texts.add(each.text()));
        Span span = lines.get(first).span().to(lines.get(last).span());
        return Optional.of(new Documentation(String.join("\n", texts), span));
    }

    /** The index of the first documentation line that starts at an offset or behind it. */
    private int firstBehind(int offset) {
        int low = 0;
        int high = lines.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (lines.get(middle).span().start() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
