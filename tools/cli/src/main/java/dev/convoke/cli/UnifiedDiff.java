package dev.convoke.cli;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts line by line, as {@code diff -u} prints it. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;

    /** Texts that differ in more lines than this are not searched for what they have in common. */
    private static final int MOST_LINES = 2000;

    private final List<String> before;
    private final List<String> after;
    private final List<Line> lines = new ArrayList<>();

    /** A line that is kept (a blank), removed or added; and how many lines of the old and new text stand before it. */
    private record Line(char sign, String text, int old, int fresh) {}

    private UnifiedDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** Empty if the lines are the same. */
    static String of(String name, String before, String after) {
        var diff = new UnifiedDiff(before.lines().toList(), after.lines().toList());
        diff.compare();
        String hunks = diff.hunks();
        return hunks.isEmpty() ? "" : "--- " + name + "\n+++ " + name + "\n" + hunks;
    }

    private void compare() {
        int first = 0;
        int least = Math.min(before.size(), after.size());
        while (first < least && before.get(first).equals(after.get(first))) {
            first++;
        }
        int same = 0;
        while (same < least - first
                && before.get(before.size() - 1 - same).equals(after.get(after.size() - 1 - same))) {
            same++;
        }
        for (int i = 0; i < first; i++) {
            lines.add(new Line(' ', before.get(i), i, i));
        }
        between(first, before.size() - same, after.size() - same);
        for (int i = same; i > 0; i--) {
            lines.add(new Line(' ', before.get(before.size() - i), before.size() - i, after.size() - i));
        }
    }

    /** The lines from one on, up to an end in each text: what the longest common subsequence does not hold is removed and added. */
    private void between(int first, int oldEnd, int newEnd) {
        int[][] common = common(first, oldEnd, newEnd);
        int old = first;
        int fresh = first;
        while (old < oldEnd || fresh < newEnd) {
            boolean both = old < oldEnd && fresh < newEnd;
            if (both && common.length > 0 && before.get(old).equals(after.get(fresh))) {
                lines.add(new Line(' ', before.get(old), old++, fresh++));
            } else if (old < oldEnd
                    && (!both
                            || common.length == 0
                            || common[old + 1 - first][fresh - first] >= common[old - first][fresh + 1 - first])) {
                lines.add(new Line('-', before.get(old), old++, fresh));
            } else {
                lines.add(new Line('+', after.get(fresh), old, fresh++));
            }
        }
    }

    /** How many lines what follows two lines has in common; nothing for long texts. */
    private int[][] common(int first, int oldEnd, int newEnd) {
        if (oldEnd - first > MOST_LINES || newEnd - first > MOST_LINES) {
            return new int[0][];
        }
        int[][] common = new int[oldEnd - first + 1][newEnd - first + 1];
        for (int i = oldEnd - first - 1; i >= 0; i--) {
            for (int j = newEnd - first - 1; j >= 0; j--) {
                common[i][j] = before.get(first + i).equals(after.get(first + j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private String hunks() {
        var text = new StringBuilder();
        int at = 0;
        while (true) {
            int change = nextChange(at);
            if (change == lines.size()) {
                return text.toString();
            }
            int start = Math.max(at, change - CONTEXT);
            int end = change;
            for (int next = change; next < lines.size() && next - end <= 2 * CONTEXT; next = nextChange(end + 1)) {
                end = next;
            }
            end = Math.min(lines.size(), end + 1 + CONTEXT);
            hunk(text, lines.subList(start, end));
            at = end;
        }
    }

    private int nextChange(int from) {
        int at = from;
        while (at < lines.size() && lines.get(at).sign() == ' ') {
            at++;
        }
        return at;
    }

    private static void hunk(StringBuilder text, List<Line> hunk) {
        long removed = hunk.stream().filter(each -> each.sign() != '+').count();
        long added = hunk.stream().filter(each -> each.sign() != '-').count();
        Line first = hunk.get(0);
        text.append("@@ -%s +%s @@\n".formatted(range(first.old(), removed), range(first.fresh(), added)));
        hunk.forEach(each -> text.append(each.sign()).append(each.text()).append('\n'));
    }

    /** The first line counted from 1, or the line before it where there is none. */
    private static String range(int before, long count) {
        return (count == 0 ? before : before + 1) + "," + count;
    }
}
