package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Elements of lists and tuples: {@code widths[i]}, {@code depths[0..i]}; and lists made of others. */
final class Elements {
    private Elements() {}

    static Datum find(Datum owner, Expression.Index index, Frame frame) {
        Optional<Long> from = Evaluator.whole(index.from(), "an index", frame);
        Optional<Optional<Long>> to = index.to().map(each -> Evaluator.whole(each, "an index", frame));
        if (owner.isUnknown() || from.isEmpty() || to.isPresent() && to.get().isEmpty()) {
            return Datum.UNKNOWN;
        }
        Optional<List<Datum>> elements = owner.asElements();
        if (elements.isEmpty()) {
            frame.problems()
                    .add(ValueProblems.wrongType(
                            "what is indexed",
                            "a list or tuple",
                            owner,
                            index.owner().span()));
            return Datum.UNKNOWN;
        }
        return to.isPresent()
                ? part(elements.get(), from.get(), to.get().orElseThrow(), index, frame)
                : element(elements.get(), from.get(), index.from().span(), frame);
    }

    /** From 0; from -1 downwards they are counted from the end, as Python does. */
    private static Datum element(List<Datum> elements, long at, Span span, Frame frame) {
        long index = at < 0 ? at + elements.size() : at;
        if (index < 0 || index >= elements.size()) {
            frame.problems().add(ValueProblems.noSuchElement(at, elements.size(), span));
            return Datum.UNKNOWN;
        }
        return elements.get((int) index);
    }

    private static Datum part(List<Datum> elements, long from, long to, Expression.Index index, Frame frame) {
        if (from < 0 || to > elements.size() || from > to) {
            frame.problems().add(ValueProblems.noSuchPart(from, to, elements.size(), index));
            return Datum.UNKNOWN;
        }
        return frame.session().budget().elements(to - from, index.span(), frame.problems())
                ? new Datum.ListOf(elements.subList((int) from, (int) to))
                : Datum.UNKNOWN;
    }

    static Datum each(Expression.Each each, Frame frame) {
        Optional<Iterator<Datum>> range = Loops.elements(each.range(), frame);
        if (range.isEmpty()) {
            return Datum.UNKNOWN;
        }
        List<Datum> elements = new ArrayList<>();
        long size = 0;
        while (range.get().hasNext()) {
            Frame round = frame.in(frame.scope().inner());
            if (!frame.session().budget().steps(Budget.ROUND, each.span(), frame.problems())
                    || !Loops.define(each.pattern(), range.get().next(), round)) {
                return Datum.UNKNOWN;
            }
            Optional<Boolean> wanted = each.condition()
                    .map(condition -> Evaluator.condition(condition, round))
                    .orElse(Optional.of(true));
            if (wanted.isEmpty()) {
                return Datum.UNKNOWN;
            }
            Datum element = wanted.get() ? Evaluator.evaluate(each.element(), round) : Datum.UNKNOWN;
            if (wanted.get() && element.isUnknown()) {
                return Datum.UNKNOWN; // the next elements would say the same again
            }
            if (wanted.get()) {
                elements.add(element);
                size += element.size();
            }
            if (size > Budget.MAX_ELEMENTS) {
                frame.problems().add(LimitProblems.tooManyElements(each.span()));
                return Datum.UNKNOWN;
            }
        }
        return new Datum.ListOf(elements);
    }
}
