package dev.convoke.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Index arithmetic against the arithmetic that it stands for. */
class IndexTest {
    private static final List<Atom.Variable> VARIABLES = List.of(
            new Atom.Variable("a", 0, 6),
            new Atom.Variable("b", -3, 5),
            new Atom.Variable("c", 0, 15),
            new Atom.Variable("d", 1, 9));

    /** An index, and what it must be for given values of the variables. */
    private record Case(Index index, ToLongFunction<long[]> truth) {}

    private static Case random(Random random, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            int choice = random.nextInt(VARIABLES.size() + 1);
            if (choice == VARIABLES.size()) {
                long constant = random.nextInt(41) - 20;
                return new Case(Index.of(constant), values -> constant);
            }
            return new Case(Index.of(VARIABLES.get(choice)), values -> values[choice]);
        }
        Case left = random(random, depth - 1);
        Case right = random(random, depth - 1);
        long constant = random.nextInt(19) - 9;
        long divisor = 1 + random.nextInt(random.nextBoolean() ? 4 : 17);
        return switch (random.nextInt(9)) {
            case 0, 1 ->
                new Case(
                        left.index.plus(right.index),
                        values -> left.truth.applyAsLong(values) + right.truth.applyAsLong(values));
            case 2 ->
                new Case(
                        left.index.minus(right.index),
                        values -> left.truth.applyAsLong(values) - right.truth.applyAsLong(values));
            case 3 -> new Case(left.index.times(constant), values -> left.truth.applyAsLong(values) * constant);
            case 4 -> {
                int variable = random.nextInt(VARIABLES.size());
                yield new Case(
                        left.index.times(Index.of(VARIABLES.get(variable))),
                        values -> left.truth.applyAsLong(values) * values[variable]);
            }
            case 5 ->
                new Case(
                        left.index.floorDivide(divisor),
                        values -> Math.floorDiv(left.truth.applyAsLong(values), divisor));
            case 6 ->
                new Case(left.index.modulo(divisor), values -> Math.floorMod(left.truth.applyAsLong(values), divisor));
            case 7 ->
                new Case(
                        left.index.min(right.index),
                        values -> Math.min(left.truth.applyAsLong(values), right.truth.applyAsLong(values)));
            default ->
                new Case(
                        left.index.max(right.index),
                        values -> Math.max(left.truth.applyAsLong(values), right.truth.applyAsLong(values)));
        };
    }

    private static long[] randomValues(Random random) {
        return VARIABLES.stream()
                .mapToLong(v -> v.low() + random.nextInt((int) (v.high() - v.low() + 1)))
                .toArray();
    }

    private static long value(Index index, long[] values) {
        Variables variables = new Variables();
        VARIABLES.forEach(variables::bind);
        return variables.code(index).at(values);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theNormalFormHasTheValueOfWhatWasBuilt(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Case built = random(random, 1 + random.nextInt(5));
            for (int j = 0; j < 10; j++) {
                long[] values = randomValues(random);
                long truth = built.truth.applyAsLong(values);
                assertThat(value(built.index, values))
                        .as(built.index.toString())
                        .isEqualTo(truth);
                assertThat(built.index.range().low()).as(built.index.toString()).isLessThanOrEqualTo(truth);
                assertThat(built.index.range().high())
                        .as(built.index.toString())
                        .isGreaterThanOrEqualTo(truth);
                Index constant = built.index.substitute(v -> Index.of(values[VARIABLES.indexOf(v)]));
                assertThat(constant).as(built.index.toString()).isEqualTo(Index.of(truth));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void substitutionIsEvaluationWithTheReplacementsValue(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Case built = random(random, 1 + random.nextInt(4));
            int replaced = random.nextInt(VARIABLES.size());
            Atom.Variable variable = VARIABLES.get(replaced);
            // A replacement must stay within the range of what it replaces: simplifications rested on that range.
            Case any = random(random, 2);
            long size = variable.high() - variable.low() + 1;
            Index replacement = any.index.modulo(size).plus(variable.low());
            Index substituted = built.index.substitute(variable, replacement);
            for (int j = 0; j < 10; j++) {
                long[] values = randomValues(random);
                long[] changed = values.clone();
                changed[replaced] = Math.floorMod(any.truth.applyAsLong(values), size) + variable.low();
                assertThat(value(substituted, values))
                        .as(built.index + " with " + variable + " = " + replacement)
                        .isEqualTo(built.truth.applyAsLong(changed));
            }
        }
    }

    @Test
    void sumsInAnyOrderAreEqual() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            List<Index> terms = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                terms.add(random(random, 2).index);
            }
            Index sum = terms.stream().reduce(Index.ZERO, Index::plus);
            Collections.shuffle(terms, random);
            assertThat(terms.stream().reduce(Index.ZERO, Index::plus)).isEqualTo(sum);
            assertThat(sum.minus(sum)).isEqualTo(Index.ZERO);
            assertThat(sum.plus(sum)).isEqualTo(sum.times(2));
            assertThat(sum.terms()).allMatch(term -> term.coefficient() != 0);
        }
    }

    /** Which group of 32 channels a lane belongs to depends on its block of 16 alone. */
    @Test
    void quotientsAreTakenFactorByFactor() {
        Index block = Index.of(new Atom.Variable("block", 0, 9));
        Index lane = Index.of(new Atom.Variable("lane", 0, 15));
        Index channel = block.times(16).plus(lane);
        assertThat(channel.floorDivide(32)).isEqualTo(block.floorDivide(2));
        assertThat(channel.plus(16).floorDivide(48)).isEqualTo(block.plus(1).floorDivide(3));
        assertThat(channel.modulo(32)).isEqualTo(block.modulo(2).times(16).plus(lane));
        Index part = Index.of(new Atom.Variable("part", 0, 1));
        Index within = Index.of(new Atom.Variable("within", 0, 7));
        assertThat(block.times(16).plus(part.times(8)).plus(within).floorDivide(32))
                .isEqualTo(block.floorDivide(2));
        assertThat(channel.floorDivide(24).toString()).contains("lane");
    }

    @Test
    void splittingALoopLeavesNoQuotients() {
        Index block = Axis.of("cb", 4).index();
        Index lane = Axis.of("cl", 16).index();
        Index channel = block.times(16).plus(lane);
        assertThat(channel.floorDivide(16)).isEqualTo(block);
        assertThat(channel.modulo(16)).isEqualTo(lane);
        Index c = Axis.of("c", 64).index();
        Index address = c.floorDivide(16).times(16 * 49).plus(c.modulo(16));
        assertThat(address.substitute(new Atom.Variable("c", 0, 63), channel))
                .isEqualTo(block.times(16 * 49).plus(lane));
    }

    @Test
    void knownOrderDecidesMinimaAndMaxima() {
        Index a = Axis.of("a", 8).index();
        assertThat(a.min(Index.of(7))).isEqualTo(a);
        assertThat(a.max(Index.of(7))).isEqualTo(Index.of(7));
        assertThat(a.min(a.plus(1))).isEqualTo(a);
        assertThat(a.min(Index.of(6))).hasToString("min(a, 6)");
    }

    @Test
    void coefficientsAndMentions() {
        Atom.Variable a = new Atom.Variable("a", 0, 9);
        Atom.Variable b = new Atom.Variable("b", 0, 9);
        Index index = Index.of(a).times(3).plus(Index.of(b).plus(Index.of(a)).modulo(7));
        assertThat(index.coefficient(a)).isEqualTo(3);
        assertThat(index.coefficient(b)).isZero();
        assertThat(index.mentions(b)).isTrue();
        assertThat(Index.of(a).mentions(b)).isFalse();
    }

    @Test
    void overflowIsRefused() {
        Index huge = Index.of(new Atom.Variable("a", 0, 2)).times(Long.MAX_VALUE / 2);
        assertThatThrownBy(() -> huge.times(4)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Atom.Variable("a", 3, 2)).hasMessageContaining("empty range");
    }
}
