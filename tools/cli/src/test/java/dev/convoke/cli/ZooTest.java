package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.StateTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The nets of the zoo are torchvision's: their tensors by name, shape and order, and what they cost. */
class ZooTest {
    private static final Zoo ZOO = new Zoo();
    private static final Map<String, String> STATE_DICTS = stateDicts();

    /**
     * What the auxiliary heads of torchvision's modules hold, which the zoo's nets do not have: elements of buffers. The table gives the
     * parameters without them itself.
     */
    private static final Map<String, Integer> AUXILIARY_BUFFERS =
            Map.of("googlenet", 2 * (2 * 128 + 1), "inception_v3", 2 * 128 + 1 + 2 * 768 + 1);

    static List<String> functions() {
        return ZOO.functions();
    }

    private static Map<String, String> stateDicts() {
        Map<String, String> digests = new LinkedHashMap<>();
        try (var in = Objects.requireNonNull(ZooTest.class.getResourceAsStream("torchvision-state-dicts.csv"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> digests.put(line.substring(0, line.indexOf(',')), line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digests;
    }

    @Test
    void everyConvolutionalNetOfTorchvisionIsThere() {
        assertThat(functions()).containsExactlyElementsOf(STATE_DICTS.keySet());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void tensorsAreThoseOfTheStateDict(String function) {
        Network network = ZOO.network(function);
        String lines = network.state().stream()
                .map(each -> each.name() + " " + each.extents() + "\n")
                .collect(Collectors.joining());
        assertThat(function + "," + network.state().size() + "," + sha256(lines))
                .as(lines)
                .isEqualTo(STATE_DICTS.get(function));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void figuresAreThoseOfTorchvisionsTable(String function) {
        JsonNode model = Zoo.read(Tool.shared("data/torchvision-table.json"))
                .at("/models")
                .get(function);
        Network network = ZOO.network(function);
        JsonNode parameters =
                model.has("params_without_aux") ? model.get("params_without_aux") : model.get("params_instantiated");
        assertThat(elements(network, true)).isEqualTo(parameters.asLong());
        assertThat(elements(network, false))
                .isEqualTo(model.get("buffers_instantiated").asLong() - AUXILIARY_BUFFERS.getOrDefault(function, 0));

        List<Integer> crops = new ArrayList<>();
        for (JsonNode weights : model.get("weights")) {
            int crop = weights.get("crop").get(0).asInt();
            assertThat(giga(ZOO.network(function, crop)))
                    .as("%s at %d", function, crop)
                    .isEqualTo(
                            BigDecimal.valueOf(weights.get("gmacs").asDouble()).setScale(3));
            crops.add(crop);
        }
        assertThat(network.graph().inputs().get(0).extents()).containsExactly(3, crops.get(0), crops.get(0));
    }

    /** What the figures above were taken from is what users are shown. */
    @Test
    void summaryShowsTheSame() {
        String function = "mobilenet_v3_small";
        Network network = ZOO.network(function);
        JsonNode summary = Tool.run("summary", ZOO.file(function), "--net", ZOO.net(function), "--json")
                .json();
        assertThat(summary.get("macs").asLong()).isEqualTo(Macs.of(network));
        assertThat(summary.get("parameters").asLong()).isEqualTo(elements(network, true));
        assertThat(summary.get("tensors").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(
                        network.state().stream().map(StateTensor::name).toList());
    }

    private static long elements(Network network, boolean parameters) {
        return network.state().stream()
                .filter(each -> parameters == (each.kind() == StateTensor.Kind.PARAMETER))
                .mapToLong(StateTensor::elements)
                .sum();
    }

    /** Multiply-accumulates in 1e9, as the table rounds them. */
    private static BigDecimal giga(Network network) {
        return BigDecimal.valueOf(Macs.of(network)).movePointLeft(9).setScale(3, RoundingMode.HALF_EVEN);
    }
}
