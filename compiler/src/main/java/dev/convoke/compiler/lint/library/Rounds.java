package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.elaborate.Rational;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.Pattern;
import dev.convoke.compiler.syntax.Range;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Walk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A walk that knows what loops over written numbers give to their names in each round. All other names hide what is outside them and are not
 * known.
 */
abstract class Rounds extends Walk {
    private static final int MOST = 256;

    /** What the names in sight may be, one map for each combination; innermost scope first. Names that are not known are in no map. */
    private final Deque<List<Map<String, Object>>> scopes = new ArrayDeque<>(List.of(List.of(Map.of())));

    /** Every combination of known names at this place. */
    protected final List<Map<String, Object>> rounds() {
        return scopes.element();
    }

    private void replace(List<Map<String, Object>> rounds) {
        scopes.pop();
        scopes.push(rounds);
    }

    private void loop(Pattern pattern, Range range) {
        List<Map<String, Object>> outside = rounds();
        pattern.slots().forEach(slot -> slot.name().ifPresent(this::define));
        Optional<List<Map<String, Object>>> values = values(pattern, range);
        if (values.isEmpty()
                || values.get().isEmpty()
                || (long) outside.size() * values.get().size() > MOST) {
            return;
        }
        List<Map<String, Object>> combined = new ArrayList<>();
        for (Map<String, Object> one : rounds()) {
            for (Map<String, Object> other : values.get()) {
                Map<String, Object> both = new HashMap<>(one);
                both.putAll(other);
                combined.add(both);
            }
        }
        replace(combined);
    }

    /** What a loop gives to its names in each round; empty if that is not written out. */
    private static Optional<List<Map<String, Object>>> values(Pattern pattern, Range range) {
        return range.match(new Range.Cases<Optional<List<Map<String, Object>>>>() {
            @Override
            public Optional<List<Map<String, Object>>> between(Range.Between between) {
                Optional<Rational> from = Known.number(between.from(), Map.of()).filter(Rational::isWhole);
                Optional<Rational> to = Known.number(between.to(), Map.of()).filter(Rational::isWhole);
                Optional<Identifier> name = pattern.slots().get(0).name();
                if (from.isEmpty() || to.isEmpty() || name.isEmpty() || pattern.tuple()) {
                    return Optional.empty();
                }
                return Optional.of(LongStream.range(
                                from.get().numerator(), to.get().numerator())
                        .limit(MOST + 1L)
                        .<Map<String, Object>>mapToObj(each -> Map.of(name.get().text(), Rational.of(each)))
                        .toList());
            }

            @Override
            public Optional<List<Map<String, Object>>> elements(Range.Elements elements) {
                if (!(elements.list() instanceof Expression.ListOf list)) {
                    return Optional.empty();
                }
                return Optional.of(list.elements().stream()
                        .map(each -> element(pattern, each))
                        .toList());
            }
        });
    }

    /** Those names of a pattern that an element's written numbers make known. */
    private static Map<String, Object> element(Pattern pattern, Expression element) {
        Map<String, Object> known = new HashMap<>();
        List<Expression> parts =
                pattern.tuple() && element instanceof Expression.Tuple tuple ? tuple.elements() : List.of(element);
        if (parts.size() == pattern.slots().size()) {
            for (int i = 0; i < parts.size(); i++) {
                Optional<Object> value = Known.value(parts.get(i), Map.of());
                pattern.slots().get(i).name().ifPresent(name -> value.ifPresent(each -> known.put(name.text(), each)));
            }
        }
        return known;
    }

    @Override
    protected void open() {
        scopes.push(rounds());
    }

    @Override
    protected void close() {
        scopes.pop();
    }

    @Override
    protected void define(Identifier name) {
        if (rounds().stream().noneMatch(each -> each.containsKey(name.text()))) {
            return;
        }
        replace(rounds().stream()
                .map(each -> {
                    Map<String, Object> rest = new HashMap<>(each);
                    rest.remove(name.text());
                    return rest;
                })
                .distinct()
                .<Map<String, Object>>map(each -> each)
                .toList());
    }

    @Override
    public Walk repeat(Stage.Repeat repeat) {
        repeat.range().match(this);
        open();
        loop(repeat.pattern(), repeat.range());
        inside(repeat);
        close();
        return this;
    }

    private void inside(Stage.Repeat repeat) {
        repeat.body().locals().forEach(each -> each.match(this));
        repeat.body().stages().forEach(each -> each.match(this));
    }

    @Override
    public Walk each(Expression.Each each) {
        each.range().match(this);
        open();
        loop(each.pattern(), each.range());
        each.condition().ifPresent(condition -> condition.match(this));
        each.element().match(this);
        close();
        return this;
    }
}
