package dev.convoke.compiler.format;

import java.util.ArrayList;
import java.util.List;

/** Lays out what stands between brackets with commas. */
final class Elements {
    /** Brackets with no more columns are never blocks. */
    private static final int SHORT = 60;

    private final Tokens tokens;

    Elements(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Takes the tokens of an element. */
    @FunctionalInterface
    interface Element {
        Doc take();
    }

    /**
     * An element.
     *
     * @param leading comments before it
     * @param comma empty behind the last, mostly
     * @param onNewLine whether the source has a line break before it
     */
    record Part(Doc leading, Doc value, Doc comma, boolean onNewLine) {
        Part with(Doc other) {
            return new Part(leading, other, comma, onNewLine);
        }

        Doc whole() {
            return Doc.all(leading, value, comma);
        }
    }

    /**
     * Bracketed elements.
     *
     * @param open the bracket before the first
     * @param dangling comments behind the last
     * @param comma whether there is a comma behind the last
     * @param close the bracket behind them
     */
    record Bracketed(Doc open, List<Part> parts, Doc dangling, boolean comma, Doc close) {
        Bracketed {
            parts = List.copyOf(parts);
        }

        Bracketed with(List<Part> others) {
            return new Bracketed(open, others, dangling, comma, close);
        }

        /** As many on a line as there is room for, aligned behind the bracket unless one of them stands on several lines. */
        Doc filled() {
            return parts.stream().anyMatch(each -> each.value().breaks())
                    ? Doc.all(open, Doc.joined(Doc.SOFT, wholes()), dangling, close)
                    : joined(Doc.SOFT);
        }

        /** Aligned behind the bracket, with the same between each two. */
        Doc joined(Doc between) {
            return Doc.all(open, Doc.align(Doc.joined(between, wholes()), dangling), close);
        }

        /** Each on a line of its own, and the brackets too. */
        Doc vertical() {
            return Doc.all(open, Doc.nest(Doc.HARD, Doc.joined(Doc.HARD, wholes()), dangling), Doc.HARD, close);
        }

        /** Between the lines of the brackets, line by line as in the source. */
        private Doc block() {
            List<Doc> lines = new ArrayList<>();
            for (Part part : parts) {
                Doc between = lines.isEmpty() ? Doc.EMPTY : part.onNewLine() ? Doc.HARD : Doc.SOFT;
                lines.add(Doc.all(between, part.whole()));
            }
            return Doc.all(open, Doc.nest(Doc.HARD, Doc.all(lines), dangling), Doc.HARD, close);
        }

        /** Whether the source begins a line behind the bracket, and there is enough between the brackets for it. */
        boolean isBlock() {
            return !parts.isEmpty()
                    && parts.get(0).onNewLine()
                    && joined(Doc.SOFT).width() > SHORT;
        }

        /** As a block where it was one; a comma behind the last says that each is to have its line; else filled. */
        Doc either() {
            return isBlock() ? block() : comma ? vertical() : filled();
        }

        private List<Doc> wholes() {
            return parts.stream().map(Part::whole).toList();
        }
    }

    Bracketed take(String open, List<Element> elements, String close) {
        Doc first = tokens.take(open);
        List<Part> parts = new ArrayList<>();
        boolean comma = false;
        for (Element element : elements) {
            boolean onNewLine = tokens.breaksBefore();
            Doc leading = tokens.leading();
            Doc value = element.take();
            comma = tokens.isNext(",");
            parts.add(new Part(leading, value, tokens.takeIf(","), onNewLine));
        }
        Doc dangling = tokens.leading();
        return new Bracketed(first, parts, dangling, comma, tokens.take(close));
    }
}
