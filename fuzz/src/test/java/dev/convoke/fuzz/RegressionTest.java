package dev.convoke.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that fuzzing begins with and has found, and some mutants, in every build; {@link SpecFuzzTest} goes on from there when asked. */
class RegressionTest {
    /** Mutants of each kind; more of them with {@code -Dconvoke.fuzz=100000}. */
    private static final int MUTANTS = Integer.getInteger("convoke.fuzz", 300);

    static Stream<String> corpus() {
        return Corpus.all().texts().stream();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void corpus(String text) {
        Properties.ofParsing(text);
        Properties.ofChecking(text);
    }

    @Test
    void mutants() {
        Mutator mutator = new Mutator(Corpus.all());
        Random random = new Random(20261121);
        int nets = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String text = mutator.run(program(random));
            try {
                Properties.ofParsing(text);
                nets += Properties.ofChecking(text).networks().size();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("on: " + text, e);
            }
        }
        assertThat(nets).isPositive();
    }

    @Test
    void mutantsCompile() {
        Mutator mutator = new Mutator(Corpus.small());
        Random random = new Random(31);
        int compiled = 0;
        for (int i = 0; i < MUTANTS && compiled < MUTANTS / 30; i++) {
            String text = mutator.run(program(random));
            try {
                compiled += GeneratedJava.check(text);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("on: " + text, e);
            }
        }
        assertThat(compiled).isPositive();
    }

    private static byte[] program(Random random) {
        byte[] program = new byte[6 + random.nextInt(30)];
        random.nextBytes(program);
        return program;
    }
}
