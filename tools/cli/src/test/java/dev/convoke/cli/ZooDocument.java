package dev.convoke.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page {@code docs/zoo.md}: what the nets of the zoo cost, what their published weights reach, how long their specs are. */
final class ZooDocument {
    private static final Pattern IMPORT = Pattern.compile("^import \"(.+)\"", Pattern.MULTILINE);

    private static final String BEFORE = """
            # The zoo

            Made by a test from `samples/zoo`; changes belong there.

            `samples/zoo` holds torchvision's convolutional nets for classification as specs: tensors have the names, shapes and order of
            torchvision's `state_dict`, so that its published weights load one to one. `samples/zoo/index.json` says which spec, net and
            settings stand for a function of torchvision.

            ```
            ./convoke summary samples/zoo/src/main/cnn/mobilenet_v2.cnn
            ```

            GoogLeNet and Inception v3 are without the auxiliary heads that only their training uses. Images are scaled to 0 to 1, then normalised
            with the mean (0.485, 0.456, 0.406) and the deviation (0.229, 0.224, 0.225)%s.

            ## Nets

            Accuracies, in per cent of ImageNet's validation images, are those that torchvision publishes for its weights of that name.

            | function | net | weights | input | parameters | GMACs | top-1 | top-5 |
            |---|---|---|---|---:|---:|---:|---:|
            """;

    private static final String COUNTED = """

            A multiply-accumulate (MAC) is one multiplication with the addition of its product. Those of convolutions and of linear layers are
            counted, nothing else: no biases, no normalisation, no activations, no pooling, no sums and products of streams (as that of
            squeeze-and-excitation). GMACs are 1e9 of them for one image; torchvision's table names the same number `_ops` and counts alike for
            all of its weights. Of parameters it counts those of Inception v3 with the auxiliary head, 27,161,264, those of GoogLeNet without.

            ## Other nets

            | net | spec | inputs | parameters | MACs | lines |
            |---|---|---|---:|---:|---:|
            """;

    private static final String LINES = """

            ## Lines

            The lines of a family's specs, with all that they import, documentation and blank lines included; those of its module in torchvision
            0.28, which also has the weights' data and documentation; and those of its code: without imports, weights' data, documentation,
            comments and blank lines.

            | family | specs | lines | module | its lines | its code |
            |---|---|---:|---|---:|---:|
            """;

    /** Lines of a module of torchvision 0.28. */
    record Module(String name, int lines, int code) {}

    /** torchvision's module for each family, by the beginning of the names of its specs. */
    private static final Map<String, Module> MODULES = new TreeMap<>(Map.ofEntries(
            Map.entry("alexnet", new Module("alexnet.py", 119, 45)),
            Map.entry("convnext", new Module("convnext.py", 415, 187)),
            Map.entry("densenet", new Module("densenet.py", 448, 184)),
            Map.entry("efficientnet", new Module("efficientnet.py", 1132, 450)),
            Map.entry("googlenet", new Module("googlenet.py", 345, 211)),
            Map.entry("inception", new Module("inception.py", 478, 309)),
            Map.entry("mnasnet", new Module("mnasnet.py", 434, 158)),
            Map.entry("mobilenet_v2", new Module("mobilenetv2.py", 260, 124)),
            Map.entry("mobilenet_v3", new Module("mobilenetv3.py", 424, 225)),
            Map.entry("regnet", new Module("regnet.py", 1571, 367)),
            Map.entry("resnet", new Module("resnet.py", 985, 277)),
            Map.entry("shufflenet", new Module("shufflenetv2.py", 408, 151)),
            Map.entry("squeezenet", new Module("squeezenet.py", 223, 96)),
            Map.entry("vgg", new Module("vgg.py", 511, 105))));

    private final Zoo zoo;
    private final JsonNode table;

    /** @param table torchvision's table of published weights */
    ZooDocument(Zoo zoo, JsonNode table) {
        this.zoo = zoo;
        this.table = table.get("models");
    }

    String text() {
        return BEFORE.formatted(otherwiseNormalised()) + nets() + COUNTED + others() + LINES + families();
    }

    private String otherwiseNormalised() {
        return zoo.functions().stream()
                .map(function -> otherwiseNormalised(
                        function, table.get(function).get("weights").iterator().next()))
                .collect(Collectors.joining());
    }

    private static String otherwiseNormalised(String function, JsonNode weights) {
        String mean = numbers(weights.get("mean"));
        String deviation = numbers(weights.get("std"));
        return mean.equals("(0.485, 0.456, 0.406)") && deviation.equals("(0.229, 0.224, 0.225)")
                ? ""
                : "; for `" + function + "` with " + mean + " and " + deviation;
    }

    private static String numbers(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return "(" + String.join(", ", texts) + ")";
    }

    private String nets() {
        var rows = new StringBuilder();
        for (String function : zoo.functions()) {
            table.get(function).get("weights").properties().forEach(each -> {
                JsonNode accuracy = each.getValue().get("imagenet1k");
                if (!Double.isNaN(accuracy.get("acc@1").asDouble())) {
                    int crop = each.getValue().get("crop").get(0).asInt();
                    Network network = zoo.network(function, crop);
                    rows.append(row(
                            "`" + function + "`",
                            "`" + zoo.net(function) + "`",
                            "`" + each.getKey() + "`",
                            inputs(network),
                            grouped(parameters(network)),
                            giga(network),
                            percent(accuracy.get("acc@1")),
                            percent(accuracy.get("acc@5"))));
                }
            });
        }
        return rows.toString();
    }

    private String others() {
        Set<Path> named = zoo.functions().stream().map(zoo::file).collect(Collectors.toSet());
        var rows = new StringBuilder();
        for (Path file : specs()) {
            if (!named.contains(file)) {
                for (Network network : zoo.networks(file)) {
                    rows.append(row(
                            "`" + network.name() + "`",
                            "`" + file.getFileName() + "`",
                            inputs(network),
                            grouped(parameters(network)),
                            grouped(Macs.of(network)),
                            lines(withImports(file)) + ""));
                }
            }
        }
        return rows.toString();
    }

    private String families() {
        var rows = new StringBuilder();
        for (Map.Entry<String, Set<Path>> family : familyFiles().entrySet()) {
            Module module = module(family.getKey());
            rows.append(row(
                    family.getKey(),
                    family.getValue().stream()
                            .map(file -> "`" + file.getFileName() + "`")
                            .collect(Collectors.joining(", ")),
                    lines(family.getValue()) + "",
                    "`" + module.name() + "`",
                    module.lines() + "",
                    module.code() + ""));
        }
        return rows.toString();
    }

    static Module module(String family) {
        return Objects.requireNonNull(MODULES.get(family), family);
    }

    /** The specs of each family that the index names, with what they import. */
    Map<String, Set<Path>> familyFiles() {
        Map<String, Set<Path>> files = new TreeMap<>();
        for (String function : zoo.functions()) {
            String spec = zoo.file(function).getFileName().toString();
            String family = MODULES.keySet().stream()
                    .filter(spec::startsWith)
                    .findFirst()
                    .orElseThrow();
            files.computeIfAbsent(family, each -> new TreeSet<>()).addAll(withImports(zoo.file(function)));
        }
        return files;
    }

    private static Set<Path> withImports(Path file) {
        Set<Path> all = new TreeSet<>();
        List<Path> open = new ArrayList<>(List.of(file));
        while (!open.isEmpty()) {
            Path next = open.remove(0);
            if (all.add(next)) {
                IMPORT.matcher(text(next))
                        .results()
                        .forEach(found ->
                                open.add(next.resolveSibling(found.group(1)).normalize()));
            }
        }
        return all;
    }

    static long lines(Set<Path> files) {
        return files.stream().mapToLong(file -> text(file).lines().count()).sum();
    }

    private static List<Path> specs() {
        try (Stream<Path> files = Files.list(Tool.sample("zoo/src/main/cnn"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String inputs(Network network) {
        return network.graph().inputs().stream()
                .map(Value::extents)
                .map(extents -> extents.stream().map(String::valueOf).collect(Collectors.joining("x")))
                .collect(Collectors.joining(", "));
    }

    private static long parameters(Network network) {
        return network.state().stream()
                .filter(each -> each.kind() == StateTensor.Kind.PARAMETER)
                .mapToLong(StateTensor::elements)
                .sum();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String percent(JsonNode number) {
        return number.decimalValue().setScale(3, RoundingMode.UNNECESSARY).toPlainString();
    }

    private static String giga(Network network) {
        return BigDecimal.valueOf(Macs.of(network))
                .movePointLeft(9)
                .setScale(3, RoundingMode.HALF_EVEN)
                .toPlainString();
    }
}
