package dev.convoke.compiler.format;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Chooses the line breaks of a document and writes it. No line ends in blanks. */
final class Printer implements Doc.Cases<Void> {
    /** Columns of a line. */
    static final int WIDTH = 120;

    /** Chains that were written on several lines become one if it is no longer than this. */
    static final int SHORT = 100;

    private final StringBuilder out = new StringBuilder();

    /** What is still to be written, the next first. */
    private final Deque<Item> left = new ArrayDeque<>();

    /** Where the line that was begun last starts, written only with its first text. */
    private int start;

    /** The column behind the last text. */
    private int column;

    private int spaces;
    private boolean atStart = true;

    /** Whether the line has to end before the next text. */
    private boolean ended;

    private final Margins margins = new Margins();

    /** The width of the first group or choice that was measured. */
    private int unit;

    // of what is being written
    private int indent;
    private boolean flat;

    /** Something with the indentation of its lines and whether it is to be on one. */
    private record Item(int indent, boolean flat, Doc doc) {}

    private Printer() {}

    static String print(Doc document) {
        var printer = new Printer();
        printer.left.push(new Item(0, false, document));
        while (!printer.left.isEmpty()) {
            Item next = printer.left.pop();
            printer.indent = next.indent();
            printer.flat = next.flat();
            next.doc().match(printer);
        }
        if (!printer.atStart) {
            printer.out.append('\n');
        }
        return printer.margins.applied(printer.out);
    }

    private int here() {
        return ended ? indent : column + spaces;
    }

    private void newLine(boolean blank) {
        ended = false;
        spaces = 0;
        if (!atStart) {
            out.append('\n');
            atStart = true;
        }
        if (blank && !out.isEmpty() && !endsWithBlankLine()) {
            out.append('\n');
        }
        start = indent;
        column = indent;
    }

    private boolean endsWithBlankLine() {
        int length = out.length();
        return length > 1 && out.charAt(length - 1) == '\n' && out.charAt(length - 2) == '\n';
    }

    private void write(String text, int width) {
        if (ended) {
            newLine(false);
        }
        int blanks = atStart ? start : spaces;
        out.append(" ".repeat(blanks)).append(text);
        column += (atStart ? 0 : spaces) + width;
        spaces = 0;
        atStart = false;
    }

    private void push(int newIndent, boolean newFlat, Doc doc) {
        left.push(new Item(newIndent, newFlat, doc));
    }

    @Override
    public Void text(Doc.Text text) {
        write(text.text(), text.width());
        return null;
    }

    private void blank() {
        spaces = atStart || ended ? 0 : 1;
    }

    @Override
    public Void space(Doc.Space space) {
        blank();
        return null;
    }

    @Override
    public Void line(Doc.Line line) {
        if (!flat) {
            newLine(false);
        } else if (line.spaced()) {
            blank();
        }
        return null;
    }

    @Override
    public Void soft(Doc.Soft soft) {
        blank();
        if (!flat && !atStart && !ended && !fitsNext()) {
            newLine(false);
        }
        return null;
    }

    /** Whether what follows a soft may stay on the line: whole, or broken if it were broken on a line of its own too. */
    private boolean fitsNext() {
        unit = 0;
        boolean whole = fits(Doc.EMPTY, true, WIDTH);
        return whole || indent + unit > WIDTH && fits(Doc.EMPTY, false, WIDTH);
    }

    @Override
    public Void hard(Doc.Hard hard) {
        newLine(hard.blank());
        return null;
    }

    @Override
    public Void tab(Doc.Tab tab) {
        spaces = atStart || ended ? 0 : Math.max(1, tab.column() - column);
        return null;
    }

    /** The blanks are put in at the end, when all lines are known. */
    @Override
    public Void margin(Doc.Margin margin) {
        blank();
        if (spaces > 0) {
            margins.add(new Margins.Mark(margin.group(), out.length(), column, margin.behind()));
        }
        return null;
    }

    @Override
    public Void comment(Doc.Comment comment) {
        if (comment.fresh() && !atStart) {
            newLine(false);
        }
        if (ended) {
            newLine(false);
        }
        if (!isBehindBracket()) {
            blank();
        }
        int shift = atStart ? start - comment.column() : 0;
        List<String> lines = comment.lines();
        write(lines.get(0), lines.get(0).length());
        for (String line : lines.subList(1, lines.size())) {
            String moved = moved(line, shift);
            out.append('\n').append(moved);
            column = moved.length();
        }
        ended = comment.ends();
        return null;
    }

    private boolean isBehindBracket() {
        return spaces == 0 && !out.isEmpty() && "([".indexOf(out.charAt(out.length() - 1)) >= 0;
    }

    /** A line further right or left, as far as there are blanks before it. */
    private static String moved(String line, int shift) {
        if (line.isEmpty() || shift == 0) {
            return line;
        }
        int blanks = line.length() - line.stripLeading().length();
        return " ".repeat(Math.max(0, blanks + shift)) + line.substring(blanks);
    }

    @Override
    public Void all(Doc.All all) {
        for (int i = all.parts().size() - 1; i >= 0; i--) {
            push(indent, flat, all.parts().get(i));
        }
        return null;
    }

    @Override
    public Void nest(Doc.Nest nest) {
        push(indent + nest.by(), flat, nest.content());
        return null;
    }

    @Override
    public Void align(Doc.Align align) {
        push(here(), flat, align.content());
        return null;
    }

    @Override
    public Void group(Doc.Group group) {
        push(indent, flat || !group.breaks() && fits(group.content(), false, WIDTH), group.content());
        return null;
    }

    @Override
    public Void choice(Doc.Choice choice) {
        if (flat || !choice.breaks() && fits(choice.flat(), false, choice.room())) {
            push(indent, true, choice.flat());
        } else {
            push(indent, false, choice.broken().apply(here()));
        }
        return null;
    }

    /**
     * Whether a line of a width holds a flat document, and what follows it up to where the line may end.
     *
     * @param next whether the first group or choice that follows is to be flat
     */
    private boolean fits(Doc first, boolean next, int width) {
        int room = width - here() - first.width();
        boolean flatNext = next;
        Iterator<Item> following = left.iterator();
        Deque<Item> ahead = new ArrayDeque<>();
        while (room >= 0) {
            if (ahead.isEmpty()) {
                if (!following.hasNext()) {
                    return true;
                }
                ahead.push(following.next());
            }
            Item item = ahead.pop();
            var measure = new Measure(item, ahead, flatNext);
            if (item.doc().match(measure)) {
                return true;
            }
            if (flatNext && !measure.flatNext) {
                unit = item.doc().width();
            }
            flatNext = measure.flatNext;
            room -= measure.width;
        }
        return false;
    }

    /** Measures what follows: true where the line may end. */
    private static final class Measure implements Doc.Cases<Boolean> {
        private final Item item;
        private final Deque<Item> ahead;
        private boolean flatNext;
        private int width;

        private Measure(Item item, Deque<Item> ahead, boolean flatNext) {
            this.item = item;
            this.ahead = ahead;
            this.flatNext = flatNext;
        }

        private boolean takes(int columns) {
            width = columns;
            return false;
        }

        private boolean contains(Doc content) {
            ahead.push(new Item(item.indent(), item.flat(), content));
            return false;
        }

        private boolean unit(Doc content) {
            ahead.push(new Item(item.indent(), item.flat() || flatNext, content));
            flatNext = false;
            return false;
        }

        @Override
        public Boolean text(Doc.Text text) {
            return takes(text.width());
        }

        @Override
        public Boolean space(Doc.Space space) {
            return takes(1);
        }

        @Override
        public Boolean line(Doc.Line line) {
            return !item.flat() || takes(line.width());
        }

        @Override
        public Boolean soft(Doc.Soft soft) {
            return !item.flat() || takes(1);
        }

        @Override
        public Boolean hard(Doc.Hard hard) {
            return true;
        }

        @Override
        public Boolean tab(Doc.Tab tab) {
            return takes(1);
        }

        @Override
        public Boolean margin(Doc.Margin margin) {
            return takes(1);
        }

        @Override
        public Boolean comment(Doc.Comment comment) {
            return comment.breaks() || comment.ends() || takes(comment.width());
        }

        @Override
        public Boolean all(Doc.All all) {
            for (int i = all.parts().size() - 1; i >= 0; i--) {
                contains(all.parts().get(i));
            }
            return false;
        }

        @Override
        public Boolean nest(Doc.Nest nest) {
            return contains(nest.content());
        }

        @Override
        public Boolean align(Doc.Align align) {
            return contains(align.content());
        }

        @Override
        public Boolean group(Doc.Group group) {
            return unit(group.content());
        }

        @Override
        public Boolean choice(Doc.Choice choice) {
            return unit(choice.flat());
        }
    }
}
