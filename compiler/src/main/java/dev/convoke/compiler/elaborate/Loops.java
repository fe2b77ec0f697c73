package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.Pattern;
import dev.convoke.compiler.syntax.Range;
import dev.convoke.compiler.syntax.Stage;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Repeats stages. */
final class Loops {
    private static final Range.Cases<Boolean> COUNTS = new Range.Cases<>() {
        @Override
        public Boolean between(Range.Between between) {
            return true;
        }

        @Override
        public Boolean elements(Range.Elements elements) {
            return false;
        }
    };

    private Loops() {}

    static Datum run(Stage.Repeat repeat, Datum input, Frame frame) {
        Optional<Iterator<Datum>> elements = elements(repeat.range(), frame);
        if (elements.isEmpty()) {
            Datum result = cut(frame);
            return frame.session().isOpen() ? Branches.round(repeat, input, frame) : result;
        }
        Datum stream = input;
        int problems = frame.problems().count();
        while (elements.get().hasNext()) {
            if (!frame.session().budget().steps(Budget.ROUND, repeat.span(), frame.problems())) {
                return Datum.UNKNOWN;
            }
            Frame round = frame.in(frame.scope().round(telling(repeat)));
            if (!define(repeat.pattern(), elements.get().next(), round)) {
                return cut(frame);
            }
            stream = Stages.run(repeat.body(), stream, round);
            if (frame.problems().count() > problems && elements.get().hasNext()) {
                return cut(frame); // the next rounds would say the same again
            }
        }
        return stream;
    }

    /** Elements of a list may be the same, numbers between two are not. */
    static Scope.Round telling(Stage.Repeat repeat) {
        Optional<Identifier> name = repeat.pattern().slots().stream()
                .flatMap(slot -> slot.name().stream())
                .findFirst();
        return new Scope.Round(name, repeat.range().match(COUNTS));
    }

    private static Datum cut(Frame frame) {
        frame.container().ifPresent(Container::lacksStages);
        return Datum.UNKNOWN;
    }

    /** What a loop runs over, or empty after a problem. */
    static Optional<Iterator<Datum>> elements(Range range, Frame frame) {
        return range.match(new Over(frame));
    }

    private record Over(Frame frame) implements Range.Cases<Optional<Iterator<Datum>>> {
        @Override
        public Optional<Iterator<Datum>> between(Range.Between between) {
            Optional<Long> from = Evaluator.whole(between.from(), "the start of a range", frame);
            Optional<Long> to = Evaluator.whole(between.to(), "the end of a range", frame);
            if (from.isEmpty() || to.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(LongStream.range(from.get(), to.get())
                    .<Datum>mapToObj(Datum.Number::of)
                    .iterator());
        }

        @Override
        public Optional<Iterator<Datum>> elements(Range.Elements elements) {
            Datum value = Evaluator.evaluate(elements.list(), frame);
            Optional<List<Datum>> list = value.asElements();
            if (list.isEmpty() && !value.isUnknown()) {
                frame.problems()
                        .add(ValueProblems.wrongType(
                                "what `for` runs over",
                                "a list or a range `a..b`",
                                value,
                                elements.list().span()));
            }
            return list.map(List::iterator);
        }
    }

    /** Gives the names of a round to an element or its parts; false after a problem. */
    static boolean define(Pattern pattern, Datum element, Frame round) {
        if (!pattern.tuple()) {
            define(pattern.slots().get(0), element, round);
            return true;
        }
        Optional<List<Datum>> parts = element.asElements();
        int count = parts.map(List::size).orElse(-1);
        if (count != pattern.slots().size()) {
            if (!element.isUnknown()) {
                round.problems().add(ValueProblems.patternDiffers(pattern, element, count));
                return false;
            }
            Branches.define(pattern, round);
            return round.session().isOpen();
        }
        for (int i = 0; i < count; i++) {
            define(pattern.slots().get(i), parts.get().get(i), round);
        }
        return true;
    }

    private static void define(Pattern.Slot slot, Datum value, Frame round) {
        slot.name().ifPresent(name -> round.scope().define(name.text(), value, name.span()));
    }
}
