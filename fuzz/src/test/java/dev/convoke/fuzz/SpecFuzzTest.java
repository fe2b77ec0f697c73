package dev.convoke.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * What Jazzer fuzzes, one target at a time, guided by coverage. Without the variable {@code JAZZER_FUZZ} each runs on the inputs in the
 * resources only. How: CONTRIBUTING.md.
 */
class SpecFuzzTest {
    private static final Mutator SPECS = new Mutator(Corpus.all());
    private static final Mutator SMALL = new Mutator(Corpus.small());

    /** Any bytes. */
    @FuzzTest(maxDuration = "60s")
    void text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Properties.ofParsing(text);
        Properties.ofChecking(text);
    }

    /** Lexer, parser and formatter, on specs changed by a program of edits. */
    @FuzzTest(maxDuration = "60s")
    void parsing(byte[] program) {
        Properties.ofParsing(SPECS.run(program));
    }

    /** Elaboration and lints. */
    @FuzzTest(maxDuration = "60s")
    void checking(byte[] program) {
        Properties.ofChecking(SPECS.run(program));
    }

    /** Shape arithmetic. */
    @FuzzTest(maxDuration = "60s")
    void shapes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Random random = new Random(bytes.length);
        Shapes shapes = new Shapes(bound ->
                buffer.remaining() >= Integer.BYTES ? Math.floorMod(buffer.getInt(), bound) : random.nextInt(bound));
        for (int i = 0; i < 20; i++) {
            shapes.next();
        }
    }

    /** From a spec to classes. */
    @FuzzTest(maxDuration = "60s")
    void java(byte[] program) {
        GeneratedJava.check(SMALL.run(program));
    }
}
