package dev.convoke.conformance;

import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A network as a list of assignments, each of one layer or one join. What no assignment uses is an output. By a seed, and made
 * smaller while it shows a fault.
 *
 * @param inputs {@code input x0: [3, 5, 5]}
 */
record RandomNet(List<String> inputs, List<Line> lines) {
    private static final int[] CHANNELS = {1, 2, 3, 4, 8, 15, 16, 17, 18, 32, 33};
    private static final long MOST_ACCUMULATES = 40_000;
    private static final long MOST_ELEMENTS = 1_500;

    /**
     * {@code name = left -> stage}, or {@code name = left JOIN right}.
     *
     * @param stage the layer; empty for a join
     * @param right the second operand; empty for a layer
     * @param format of a join, {@code %s + %s}
     */
    private record Line(String name, String left, String stage, String right, String format) {
        String text() {
            return "  " + name + " = " + (stage.isEmpty() ? format.formatted(left, right) : left + " -> " + stage);
        }

        Line replacing(String old, String by) {
            return new Line(name, left.equals(old) ? by : left, stage, right.equals(old) ? by : right, format);
        }

        boolean uses(String value) {
            return left.equals(value) || right.equals(value);
        }
    }

    RandomNet {
        inputs = List.copyOf(inputs);
        lines = List.copyOf(lines);
    }

    static RandomNet of(long seed) {
        return new Generator(seed).net();
    }

    String spec() {
        Set<String> used = lines.stream()
                .flatMap(line -> List.of(line.left(), line.right()).stream())
                .collect(Collectors.toCollection(HashSet::new));
        String outputs = lines.stream()
                .map(Line::name)
                .filter(name -> !used.contains(name))
                .map(name -> "  " + name + " -> output out_" + name + "\n")
                .collect(Collectors.joining());
        return "net Random {\n"
                + inputs.stream().map(input -> "  input " + input + "\n").collect(Collectors.joining())
                + lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining())
                + outputs + "}\n";
    }

    /** The network, if this is one. */
    Optional<Network> network() {
        Checked checked = FrontEnd.check(new SourceFile("random.cnn", spec()), FrontEndOptions.last());
        return checked.network();
    }

    /** Takes away one assignment after the other as long as what remains is a network with the fault. */
    RandomNet shrink(Predicate<RandomNet> faulty) {
        RandomNet smallest = this;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int i = smallest.lines.size() - 1; i >= 0; i--) {
                RandomNet candidate = smallest.without(i);
                if (!candidate.lines.isEmpty() && candidate.network().isPresent() && faulty.test(candidate)) {
                    smallest = candidate;
                    smaller = true;
                }
            }
        }
        return smallest;
    }

    private RandomNet without(int position) {
        Line gone = lines.get(position);
        List<Line> rest = new ArrayList<>(lines);
        rest.remove(position);
        return new RandomNet(
                inputs,
                rest.stream()
                        .map(line -> line.replacing(gone.name(), gone.left()))
                        .toList());
    }

    @Override
    public String toString() {
        return spec();
    }

    private static final class Generator {
        private final Random random;
        private final List<String> inputs = new ArrayList<>();
        private final List<Line> lines = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final List<List<Integer>> shapes = new ArrayList<>();
        private final List<String> shareable = new ArrayList<>();

        Generator(long seed) {
            random = new Random(seed);
        }

        RandomNet net() {
            int rank = pick(3, 3, 3, 3, 3, 2, 1, 4);
            for (int i = 0; i < pick(1, 1, 1, 2); i++) {
                List<Integer> shape = new ArrayList<>();
                shape.add(CHANNELS[random.nextInt(CHANNELS.length)]);
                for (int axis = 1; axis < rank; axis++) {
                    shape.add(1 + random.nextInt(rank == 4 ? 3 : 7));
                }
                inputs.add("x" + i + ": " + shape);
                names.add("x" + i);
                shapes.add(shape);
            }
            int wanted = 1 + random.nextInt(7);
            for (int attempt = 0; attempt < 20 * wanted && lines.size() < wanted; attempt++) {
                add();
            }
            return new RandomNet(inputs, lines);
        }

        private void add() {
            int from = random.nextInt(4) == 0 ? random.nextInt(names.size()) : names.size() - 1;
            String name = "v" + lines.size();
            Line line = random.nextInt(4) == 0 ? join(name, from) : layer(name, from);
            lines.add(line);
            Optional<Network> network = new RandomNet(inputs, lines).network();
            if (network.isEmpty() || tooLarge(network.get())) {
                lines.remove(lines.size() - 1);
                return;
            }
            Value made = network.get()
                    .graph()
                    .nodes()
                    .get(network.get().graph().nodes().size() - 1)
                    .output();
            names.add(name);
            shapes.add(made.extents());
        }

        private static boolean tooLarge(Network network) {
            return network.graph().nodes().stream()
                    .anyMatch(node -> node.operator().multiplyAccumulates(node.inputs()) > MOST_ACCUMULATES
                            || node.output().tensor().elements() > MOST_ELEMENTS);
        }

        private Line join(String name, int from) {
            int other = random.nextInt(names.size());
            String format =
                    List.of("%s + %s", "%s - %s", "%s * %s", "concat(%s, %s)").get(random.nextInt(4));
            return new Line(name, names.get(from), "", names.get(other), format);
        }

        private Line layer(String name, int from) {
            int channels = shapes.get(from).get(0);
            int wanted = CHANNELS[random.nextInt(CHANNELS.length)];
            int rank = shapes.get(from).size();
            String label = "s" + lines.size() + ": ";
            String stage = switch (random.nextInt(rank == 1 ? 9 : 18)) {
                case 0 -> label + "Linear(" + wanted + flag(", bias=false") + ")";
                case 1 -> label + "BatchNorm" + flag("(affine=false)");
                case 2 -> "Relu";
                case 3 ->
                    List.of("Relu6", "LeakyRelu(0.1)", "Identity", "Dropout(0.4)")
                            .get(random.nextInt(4));
                case 4 -> List.of("Tanh", "Sigmoid", "Softmax", "LogSoftmax").get(random.nextInt(4));
                case 5 -> "Flatten";
                case 6 -> "Pad(channels=(" + random.nextInt(3) + ", " + random.nextInt(3) + "))";
                case 7 -> shareable.isEmpty() ? "Relu" : "use " + shareable.get(random.nextInt(shareable.size()));
                case 8 -> label + "BatchNorm -> Relu";
                case 9 -> "MaxPool(" + window() + flag(", ceil_mode=true") + ")";
                case 10 -> "AvgPool(" + window() + flag(", ceil_mode=true") + flag(", count_include_pad=false") + ")";
                case 11 ->
                    List.of("GlobalAvgPool", "AdaptiveAvgPool(2)", "AdaptiveAvgPool(3)", "Pad(1)")
                            .get(random.nextInt(4));
                case 12 -> {
                    int groups = pick(channels, channels, 2, 3, 4);
                    yield label + "Conv(" + groups * (1 + random.nextInt(3)) + ", " + window() + ", groups=" + groups
                            + ")";
                }
                case 13 -> label + "Conv(" + wanted + ", 1" + flag(", stride=2") + ")";
                default -> label + "Conv(" + wanted + ", " + window() + dilation() + flag(", bias=false") + ")";
            };
            if (stage.startsWith(label) && !stage.contains("->")) {
                shareable.add("s" + lines.size());
            }
            return new Line(name, names.get(from), stage, "", "");
        }

        private String window() {
            int kernel = pick(1, 2, 2, 3, 3, 3, 5);
            int stride = pick(1, 1, 2, 3);
            int padding = random.nextInt(kernel);
            return kernel + ", stride=" + stride + ", padding=" + padding;
        }

        private String dilation() {
            return random.nextInt(4) == 0 ? ", dilation=2" : "";
        }

        private String flag(String text) {
            return random.nextInt(3) == 0 ? text : "";
        }

        private int pick(int... from) {
            return from[random.nextInt(from.length)];
        }
    }
}
