package dev.convoke.cli;

import dev.convoke.runtime.training.Metrics;

/** Which classes were taken for which: a row for what it was, a column for what the net said. */
record ConfusionTable(Metrics metrics, Style style) {
    String text() {
        var text = new StringBuilder(style.faint("  is \\ said"));
        for (int said = 0; said < metrics.classes(); said++) {
            text.append(style.bold("%5d".formatted(said)));
        }
        text.append(style.faint("   recall")).append('\n');
        for (int label = 0; label < metrics.classes(); label++) {
            text.append(style.bold("%11d".formatted(label)));
            for (int said = 0; said < metrics.classes(); said++) {
                text.append(cell(label, said));
            }
            text.append("  %5.1f %%".formatted(100 * metrics.recall(label))).append('\n');
        }
        return text.toString();
    }

    private String cell(int label, int said) {
        long count = metrics.count(label, said);
        if (count == 0) {
            return style.faint("    .");
        }
        String number = "%5d".formatted(count);
        return label == said ? style.green(number) : style.red(number);
    }
}
