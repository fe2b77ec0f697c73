package dev.convoke.compiler.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A chain of stages, laid out: on one line if it fits, else in rows that begin with an arrow, the arrows below each other. Rows begin
 * where the source has line breaks before arrows; a chain without any, and a row that is too long, is cut before each stage that
 * says more than its name. What {@code is} says at the ends of rows stands in one column.
 *
 * @param head what the stages are applied to; none where the stream flows in by itself
 * @param margins the group whose checks stand in one column
 */
record Chain(Optional<Doc> head, List<Link> links, int margins) {
    /** Heads that are wider stand on a line of their own. */
    private static final int WIDE_HEAD = 24;

    Chain {
        links = List.copyOf(links);
    }

    /**
     * A stage behind its arrow.
     *
     * @param leading comments before the arrow
     * @param arrow empty for the first stage of a chain without a head
     * @param checks what {@code is} says of the stream behind it
     * @param onNewLine whether the source has a line break before the arrow
     * @param startsRow whether it begins a row where the source does not say so
     * @param name what is called; empty for other stages
     */
    record Link(
            Doc leading, Doc arrow, Doc stage, List<Doc> checks, boolean onNewLine, boolean startsRow, String name) {
        Link {
            checks = List.copyOf(checks);
        }

        /** Without its checks. */
        Doc bare() {
            return Doc.all(leading, arrow, stage);
        }

        Doc whole() {
            List<Doc> parts = new ArrayList<>();
            parts.add(bare());
            parts.addAll(checks);
            return Doc.joined(Doc.SPACE, parts);
        }
    }

    Doc doc() {
        List<Doc> parts = new ArrayList<>();
        head.ifPresent(parts::add);
        links.forEach(link -> parts.add(link.whole()));
        if (links.isEmpty()) {
            return Doc.joined(Doc.SPACE, parts);
        }
        int room = isTable() ? 0 : isInRows() ? Printer.SHORT : Printer.WIDTH;
        return new Doc.Choice(Doc.joined(Doc.SPACE, parts), room, this::broken);
    }

    /** Whether the source has several rows. */
    private boolean isInRows() {
        return links.subList(1, links.size()).stream().anyMatch(Link::onNewLine);
    }

    /** Whether rows of the source end with checks: these are to be read as a table. */
    private boolean isTable() {
        for (int i = 1; i < links.size(); i++) {
            if (links.get(i).onNewLine() && !links.get(i - 1).checks().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private Doc broken(int column) {
        if (head.isEmpty()) {
            return Doc.align(rows(column));
        }
        Doc first = head.get();
        if (first.width() > WIDE_HEAD || first.ends()) {
            return Doc.align(first, Doc.HARD, rows(column));
        }
        return Doc.all(first, Doc.SPACE, Doc.align(rows(column + first.width() + 1)));
    }

    private Doc rows(int column) {
        int room = Printer.WIDTH - column;
        List<Row> rows = partition(room).stream().map(Row::new).toList();
        List<Doc> lines = new ArrayList<>();
        int at = 0;
        while (at < rows.size()) {
            int end = Row.endOfRun(rows, at);
            lines.addAll(Row.aligned(rows.subList(at, end), column, margins));
            at = end;
        }
        return Doc.joined(Doc.HARD, lines);
    }

    private List<List<Link>> partition(int room) {
        boolean fromSource = isInRows();
        List<List<Link>> rows = new ArrayList<>();
        for (List<Link> row : fromSource ? cut(links, Cut.WHERE_THE_SOURCE_DOES) : List.of(links)) {
            if (fromSource && width(row) <= room) {
                rows.add(row);
            } else {
                cut(row, Cut.BEFORE_LARGE_STAGES).forEach(each -> rows.addAll(filled(each, room)));
            }
        }
        return rows;
    }

    /** Where rows begin. */
    private enum Cut {
        WHERE_THE_SOURCE_DOES {
            @Override
            boolean between(Link before, Link link) {
                return link.onNewLine();
            }
        },
        BEFORE_LARGE_STAGES {
            @Override
            boolean between(Link before, Link link) {
                return link.startsRow() || !before.checks().isEmpty();
            }
        };

        abstract boolean between(Link before, Link link);
    }

    private static List<List<Link>> cut(List<Link> links, Cut cut) {
        List<List<Link>> rows = new ArrayList<>();
        int first = 0;
        for (int i = 1; i < links.size(); i++) {
            if (cut.between(links.get(i - 1), links.get(i))) {
                rows.add(links.subList(first, i));
                first = i;
            }
        }
        rows.add(links.subList(first, links.size()));
        return rows;
    }

    /** Rows with as many stages as there is room for. */
    private static List<List<Link>> filled(List<Link> links, int room) {
        List<List<Link>> rows = new ArrayList<>();
        int first = 0;
        for (int i = 1; i < links.size(); i++) {
            if (width(links.subList(first, i + 1)) > room) {
                rows.add(links.subList(first, i));
                first = i;
            }
        }
        rows.add(links.subList(first, links.size()));
        return rows;
    }

    private static int width(List<Link> row) {
        return Doc.joined(Doc.SPACE, row.stream().map(Link::whole).toList()).width();
    }
}
