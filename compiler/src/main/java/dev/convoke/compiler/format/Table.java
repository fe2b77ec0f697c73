package dev.convoke.compiler.format;

import dev.convoke.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Lays out lists. One that does not fit on a line fills lines; a list of tuples that are as long as each other is a table, a tuple
 * a line and its columns aligned, if that is how it was begun.
 */
final class Table {
    private final Tokens tokens;
    private final Elements elements;
    private final Function<Expression, Doc> expressions;

    Table(Tokens tokens, Function<Expression, Doc> expressions) {
        this.tokens = tokens;
        this.elements = new Elements(tokens);
        this.expressions = expressions;
    }

    /**
     * An element of the list.
     *
     * @param cells what it is made of; none if it is no plain tuple
     * @param plain how it stands if the columns are not aligned
     */
    private record Row(List<Expression> cells, Elements.Bracketed bracketed, Doc plain, boolean onNewLine) {
        private int width(int column) {
            return bracketed.parts().get(column).whole().width();
        }
    }

    Doc of(Expression.ListOf list) {
        List<Row> rows = new ArrayList<>();
        Elements.Bracketed bracketed = elements.take(
                "[", list.elements().stream().map(each -> element(each, rows)).toList(), "]");
        boolean lines = rows.stream().skip(1).allMatch(Row::onNewLine);
        if (!isTable(rows) || bracketed.isBlock() && !lines) {
            return Doc.group(bracketed.either());
        }
        Elements.Bracketed aligned = aligned(bracketed, rows);
        if (bracketed.comma() || bracketed.isBlock()) {
            return aligned.vertical();
        }
        boolean begun = rows.get(1).onNewLine();
        return new Doc.Choice(bracketed.filled(), Printer.WIDTH, column -> {
            Elements.Bracketed full = filled(bracketed, Printer.WIDTH - column);
            return (begun || full.parts().get(0).equals(bracketed.parts().get(0)) ? aligned : full).joined(Doc.HARD);
        });
    }

    /** As many elements in each part as a line has room for, with brackets and what may follow the last, {@code ] {}. */
    private static Elements.Bracketed filled(Elements.Bracketed list, int room) {
        List<Elements.Part> lines = new ArrayList<>();
        for (Elements.Part part : list.parts()) {
            int last = lines.size() - 1;
            Doc longer = last < 0 ? Doc.EMPTY : Doc.all(lines.get(last).whole(), Doc.SPACE, part.whole());
            if (last < 0 || longer.width() + 4 > room) {
                lines.add(part);
            } else {
                lines.set(last, new Elements.Part(Doc.EMPTY, longer, Doc.EMPTY, false));
            }
        }
        return list.with(lines);
    }

    private Elements.Element element(Expression element, List<Row> rows) {
        return () -> {
            boolean onNewLine = tokens.breaksBefore();
            Row row = row(element, onNewLine);
            rows.add(row);
            return row.plain();
        };
    }

    private Row row(Expression element, boolean onNewLine) {
        if (element instanceof Expression.Tuple tuple
                && tokens.start() == tuple.span().start()) {
            Elements.Bracketed cells = elements.take(
                    "(",
                    tuple.elements().stream()
                            .map(each -> (Elements.Element) () -> expressions.apply(each))
                            .toList(),
                    ")");
            return new Row(tuple.elements(), cells, Doc.group(cells.filled()), onNewLine);
        }
        var none = new Elements.Bracketed(Doc.EMPTY, List.of(), Doc.EMPTY, false, Doc.EMPTY);
        return new Row(List.of(), none, expressions.apply(element), onNewLine);
    }

    private static boolean isTable(List<Row> rows) {
        return rows.size() > 1
                && !rows.get(0).cells().isEmpty()
                && rows.stream()
                        .allMatch(each -> !each.plain().breaks()
                                && each.cells().size() == rows.get(0).cells().size());
    }

    /** The same rows with columns: numbers end where the column ends, everything else begins where it begins. */
    private static Elements.Bracketed aligned(Elements.Bracketed list, List<Row> rows) {
        List<Elements.Part> parts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<Elements.Part> cells = new ArrayList<>();
            for (int column = 0; column < rows.get(i).cells().size(); column++) {
                cells.add(cell(rows, i, column));
            }
            parts.add(
                    list.parts().get(i).with(rows.get(i).bracketed().with(cells).joined(Doc.SPACE)));
        }
        return list.with(parts);
    }

    private static Elements.Part cell(List<Row> rows, int row, int column) {
        int width = rows.stream().mapToInt(each -> each.width(column)).max().orElse(0);
        String blanks = " ".repeat(width - rows.get(row).width(column));
        Elements.Part cell = rows.get(row).bracketed().parts().get(column);
        if (rows.stream().allMatch(each -> isNumber(each.cells().get(column)))) {
            return cell.with(Doc.all(Doc.text(blanks), cell.value()));
        }
        boolean last = column + 1 == rows.get(row).cells().size();
        return last
                ? cell
                : new Elements.Part(
                        cell.leading(), cell.value(), Doc.all(cell.comma(), Doc.text(blanks)), cell.onNewLine());
    }

    private static boolean isNumber(Expression cell) {
        return cell.span().text().matches("-?[0-9][0-9.eE+-]*");
    }
}
