package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs the tool within the test's JVM. */
record Tool(int status, String out, String err) {
    static final Path ROOT = TestFiles.ROOT;

    static Tool run(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        int status = Main.run(words, new PrintWriter(out, true), new PrintWriter(err, true), new Terminal(false));
        return new Tool(status, out.toString(), err.toString());
    }

    /** The document that a run which must succeed prints. */
    JsonNode json() {
        assertThat(err).isEmpty();
        assertThat(status).as(out).isZero();
        return document();
    }

    JsonNode document() {
        try {
            return new ObjectMapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError(out, e);
        }
    }

    /** Exit code 1, a problem of that code in words, and no trace of Java. */
    Tool failedWith(String code) {
        assertThat(status).as(out + err).isEqualTo(1);
        assertThat(err).contains("error[" + code + "]").contains("help: ").doesNotContain("\tat ", "Exception");
        return this;
    }

    static Path sample(String name) {
        return TestFiles.sample(name);
    }

    /** A file of the shared test data; the test is skipped, visibly, where they are not. */
    static Path shared(String name) {
        return TestFiles.shared(name);
    }
}
