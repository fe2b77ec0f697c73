package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.elaborate.Settings;
import dev.convoke.compiler.graph.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The zoo of the samples: torchvision's functions and the nets that stand for them. Its files are read once. */
final class Zoo {
    private static final Path FOLDER = Tool.sample("zoo");

    private final JsonNode index = read(FOLDER.resolve("index.json"));
    private final SpecFiles files = new SpecFiles();
    private final FrontEndSession session = new FrontEndSession(files);

    /** A JSON document; torchvision's table has NaN in it. */
    static JsonNode read(Path file) {
        try {
            return JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build()
                    .readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** torchvision's names of the nets. */
    List<String> functions() {
        List<String> names = new ArrayList<>();
        index.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The spec of a net. */
    Path file(String function) {
        return FOLDER.resolve(index.get(function).get("file").asText());
    }

    /** The name of a net in its spec. */
    String net(String function) {
        return index.get(function).get("net").asText();
    }

    /** A net as it is declared. */
    Network network(String function) {
        return network(function, Map.of());
    }

    /** A net whose input has another size. */
    Network network(String function, int size) {
        return network(function, Map.of("image", List.of(3, size, size)));
    }

    /** The nets of a file that need no settings. */
    List<Network> networks(Path file) {
        return check(file, FrontEndOptions.all()).networks();
    }

    private Network network(String function, Map<String, List<Integer>> sizes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        index.get(function)
                .get("set")
                .properties()
                .forEach(each -> parameters.put(each.getKey(), each.getValue().asText()));
        return check(
                        file(function),
                        new FrontEndOptions(
                                FrontEndOptions.Selection.ONE,
                                Optional.of(net(function)),
                                new Settings(parameters, sizes)))
                .network()
                .orElseThrow();
    }

    private Checked check(Path file, FrontEndOptions options) {
        Checked checked = session.check(files.read(file), options);
        assertThat(TextRenderer.plain().render(checked.diagnostics())).isEmpty();
        return checked;
    }
}
