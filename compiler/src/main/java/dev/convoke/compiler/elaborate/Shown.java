package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Walk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Collects what the names in an expression stand for, for messages. */
final class Shown extends Walk {
    /** Longer values are cut. */
    private static final int LONGEST = 200;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Frame frame;
    private final Set<String> values = new LinkedHashSet<>();

    private Shown(Frame frame) {
        this.frame = frame;
    }

    /** {@code stride = 3}, each name once; of expressions without names nothing. */
    static List<String> values(Expression expression, Frame frame) {
        Shown shown = new Shown(frame);
        expression.match(shown);
        return new ArrayList<>(shown.values);
    }

    /** The text of a place, of a long one only the beginning. */
    static String text(Span span, int longest) {
        return new Span(span.file(), span.start(), Math.min(span.end(), span.start() + longest)).text();
    }

    /** A text with one space in place of all blanks that stand together; most have no others. */
    static String line(String text) {
        boolean before = false;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean blank = each == ' ' || each >= '\t' && each <= '\r';
            if (blank && (before || each != ' ')) {
                return BLANKS.matcher(text).replaceAll(" ");
            }
            before = blank;
        }
        return text;
    }

    @Override
    public Walk name(Expression.Name name) {
        frame.scope()
                .find(name.text())
                .filter(binding -> !binding.value().isUnknown())
                .ifPresent(binding ->
                        values.add(name.text() + " = " + binding.value().show(LONGEST)));
        return this;
    }

    @Override
    public Walk member(Expression.Member member) {
        Datum value = Members.find(Evaluator.evaluate(member.owner(), frame), member, frame);
        if (!value.isUnknown()) {
            values.add(member.span().text() + " = " + value.show(LONGEST));
        }
        return this;
    }
}
