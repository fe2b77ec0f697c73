package dev.convoke.compiler.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A text whose line breaks are not chosen yet, after Wadler's "A prettier printer"; {@link Printer} chooses them. What may stand on
 * one line is flat there: its lines and softs are blanks.
 */
sealed interface Doc {
    /** The width of what cannot stand on one line. */
    int BEYOND = 1 << 20;

    Doc EMPTY = new All(List.of(), 0, false, false);
    Doc SPACE = new Space();
    Doc LINE = new Line(true);
    Doc CUT = new Line(false);
    Doc SOFT = new Soft();
    Doc HARD = new Hard(false);
    Doc BLANK = new Hard(true);

    /** Columns that it takes on one line, comments behind it not counted; {@link #BEYOND} if it cannot be on one. */
    int width();

    /** Whether a line ends within it in any case. */
    default boolean breaks() {
        return false;
    }

    /** Whether nothing may follow it on its line. */
    default boolean ends() {
        return false;
    }

    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R text(Text text);

        R space(Space space);

        R line(Line line);

        R soft(Soft soft);

        R hard(Hard hard);

        R tab(Tab tab);

        R margin(Margin margin);

        R comment(Comment comment);

        R all(All all);

        R nest(Nest nest);

        R align(Align align);

        R group(Group group);

        R choice(Choice choice);
    }

    /** A word or sign as it stands in the spec. */
    record Text(String text, int width) implements Doc {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.text(this);
        }
    }

    /** A blank between two texts of one line. */
    record Space() implements Doc {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.space(this);
        }
    }

    /** A line break if the group around it is broken; else a blank if it is spaced, or nothing. */
    record Line(boolean spaced) implements Doc {
        @Override
        public int width() {
            return spaced ? 1 : 0;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.line(this);
        }
    }

    /** A blank, or a line break if what follows does not fit on the line, whatever the group's other softs are. */
    record Soft() implements Doc {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.soft(this);
        }
    }

    /** A line break in any case; {@code blank}: and an empty line. */
    record Hard(boolean blank) implements Doc {
        @Override
        public int width() {
            return BEYOND;
        }

        @Override
        public boolean breaks() {
            return true;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hard(this);
        }
    }

    /** Blanks up to a column of the line, at least one. */
    record Tab(int column) implements Doc {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.tab(this);
        }
    }

    /**
     * Blanks up to the column that all margins of a group have in common.
     *
     * @param behind the width of what follows
     */
    record Margin(int group, int behind) implements Doc {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.margin(this);
        }
    }

    /**
     * A comment, with a blank before it unless a bracket is.
     *
     * @param lines without blanks at their ends
     * @param column where it begins in the source, counted from 0: where it begins a line, its further lines move with the first
     * @param fresh whether it begins a line of its own
     * @param ends whether its line ends behind it
     */
    record Comment(List<String> lines, int column, boolean fresh, boolean ends) implements Doc {
        public Comment {
            lines = List.copyOf(lines);
        }

        @Override
        public int width() {
            return breaks() ? BEYOND : ends ? 0 : 1 + Doc.columns(lines.get(0));
        }

        @Override
        public boolean breaks() {
            return fresh || lines.size() > 1 && !ends;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.comment(this);
        }
    }

    /** One behind the other. */
    record All(List<Doc> parts, int width, boolean breaks, boolean ends) implements Doc {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.all(this);
        }
    }

    /** Its lines begin so many columns further right. */
    record Nest(int by, Doc content) implements Doc {
        @Override
        public int width() {
            return content.width();
        }

        @Override
        public boolean breaks() {
            return content.breaks();
        }

        @Override
        public boolean ends() {
            return content.ends();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.nest(this);
        }
    }

    /** Its lines begin in the column in which it begins. */
    record Align(Doc content) implements Doc {
        @Override
        public int width() {
            return content.width();
        }

        @Override
        public boolean breaks() {
            return content.breaks();
        }

        @Override
        public boolean ends() {
            return content.ends();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.align(this);
        }
    }

    /** On one line if that fits; else its own lines are broken. */
    record Group(Doc content) implements Doc {
        @Override
        public int width() {
            return content.width();
        }

        @Override
        public boolean breaks() {
            return content.breaks();
        }

        @Override
        public boolean ends() {
            return content.ends();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.group(this);
        }
    }

    /**
     * On one line if that fits; else laid out for the column it begins in.
     *
     * @param room columns of the line
     */
    record Choice(Doc flat, int room, IntFunction<Doc> broken) implements Doc {
        @Override
        public int width() {
            return breaks() ? BEYOND : flat.width();
        }

        @Override
        public boolean breaks() {
            return room == 0 || flat.breaks();
        }

        @Override
        public boolean ends() {
            return flat.ends();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.choice(this);
        }
    }

    static Doc text(String text) {
        return new Text(text, columns(text));
    }

    static Doc all(Doc... parts) {
        return all(List.of(parts));
    }

    static Doc all(List<Doc> parts) {
        int width = 0;
        boolean breaks = false;
        boolean ends = false;
        for (Doc part : parts) {
            if (part.width() == 0 && !part.breaks() && !part.ends()) {
                continue;
            }
            breaks |= ends || part.breaks();
            ends = part.ends();
            width = Math.min(BEYOND, width + part.width());
        }
        return new All(List.copyOf(parts), breaks ? BEYOND : width, breaks, ends);
    }

    /** Several, with the same between each two. */
    static Doc joined(Doc between, List<Doc> parts) {
        List<Doc> all = new ArrayList<>();
        for (Doc part : parts) {
            if (!all.isEmpty()) {
                all.add(between);
            }
            all.add(part);
        }
        return all(all);
    }

    static Doc nest(Doc... parts) {
        return new Nest(2, all(parts));
    }

    static Doc align(Doc... parts) {
        return new Align(all(parts));
    }

    static Doc group(Doc... parts) {
        return new Group(all(parts));
    }

    private static int columns(String text) {
        return text.codePointCount(0, text.length());
    }
}
