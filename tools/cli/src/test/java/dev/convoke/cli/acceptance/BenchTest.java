package dev.convoke.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code bench} says of the generated Java. */
class BenchTest {
    private static final List<String> LIMITS =
            List.of("/fmaLimitGflops", "/cacheGigabytesPerSecond", "/memoryGigabytesPerSecond");

    @Test
    void timesAreComparedWithLimitsOfTheMachine() throws IOException {
        JsonNode json = bench();
        assertThat(json.at("/macs").asLong()).isEqualTo(416_520);
        assertThat(json.at("/threads").asInt()).isOne();
        assertThat(LIMITS)
                .allSatisfy(limit -> assertThat(json.at(limit).asDouble()).isPositive());
        assertThat(json.at("/percentOfFmaLimit").asDouble())
                .isCloseTo(
                        100
                                * json.at("/gflops").asDouble()
                                / json.at("/fmaLimitGflops").asDouble(),
                        within(1e-9));
        assertThat(json.at("/steps")).isNotEmpty();
    }

    private static JsonNode bench() throws IOException {
        Started run = Started.run(
                        "bench",
                        Started.sample("mnist/src/main/cnn/lenet5.cnn"),
                        "--threads",
                        "1",
                        "--seconds",
                        "0.1",
                        "--json")
                .succeeded();
        return new ObjectMapper().readTree(run.out());
    }
}
