package dev.convoke.compiler.report;

import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.Taps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What of the net's input each stream depends on: exact along every path, the union where paths join. The statistics of norms, which depend on all
 * positions, are not counted.
 */
public final class ReceptiveFields {
    private final Map<Value, Field> fields = new HashMap<>();

    /**
     * A stream's.
     *
     * @param reaches one for each spatial axis of the net's input
     * @param elements how many elements with reaches of their own there are along each of these axes
     */
    private record Field(List<Reach> reaches, List<Integer> elements) {
        static final Field NONE = new Field(List.of(), List.of());

        List<Long> extents() {
            return IntStream.range(0, reaches.size())
                    .mapToObj(i -> reaches.get(i).extent(elements.get(i)))
                    .toList();
        }
    }

    public ReceptiveFields(Graph graph) {
        for (Value input : graph.inputs()) {
            List<Integer> spatial = spatial(input);
            fields.put(
                    input, new Field(spatial.stream().map(each -> Reach.INPUT).toList(), spatial));
        }
        for (Node node : graph.nodes()) {
            fields.put(node.output(), field(node));
        }
    }

    /** How many positions a position of a stream depends on at most, for each spatial axis of the net's input. */
    public List<Long> extents(Value value) {
        return field(value).extents();
    }

    /** How far a stream's positions lie from one another, for each spatial axis of the net's input. */
    public List<Stride> strides(Value value) {
        return field(value).reaches().stream().map(Reach::stride).toList();
    }

    /** The reaches of a stream, one for each spatial axis of the net's input. */
    public List<Reach> reaches(Value value) {
        return field(value).reaches();
    }

    private Field field(Value value) {
        return Objects.requireNonNull(fields.get(value));
    }

    private Field field(Node node) {
        Optional<Field> joined = Optional.empty();
        for (Value stream : node.inputs()) {
            if (fields.containsKey(stream)) {
                Field field = through(node, stream);
                joined = Optional.of(joined.isPresent() ? join(joined.get(), field) : field);
            }
        }
        return joined.orElse(Field.NONE);
    }

    private Field through(Node node, Value input) {
        Field field = field(input);
        List<Integer> before = spatial(input);
        List<Integer> after = spatial(node.output());
        Optional<List<Taps>> taps = taps(node, field.reaches().size());
        if (taps.isPresent() && before.equals(field.elements())) {
            List<Reach> reaches = new ArrayList<>();
            for (int i = 0; i < taps.get().size(); i++) {
                reaches.add(field.reaches().get(i).through(taps.get().get(i), before.get(i)));
            }
            return new Field(reaches, after);
        }
        boolean dense = before.isEmpty() && node.operator().multiplyAccumulates(node.inputs()) > 0;
        boolean flattens = after.isEmpty() && !before.isEmpty() && elements(input) == elements(node.output());
        boolean each = before.equals(after) && !dense;
        return each || flattens ? field : all(field, after);
    }

    private static Field all(Field field, List<Integer> after) {
        List<Reach> reaches = new ArrayList<>();
        for (int i = 0; i < field.reaches().size(); i++) {
            reaches.add(field.reaches().get(i).over(field.elements().get(i)));
        }
        List<Integer> elements = after.size() == reaches.size()
                ? after
                : reaches.stream().map(each -> 1).toList();
        return new Field(reaches, elements);
    }

    private static Optional<List<Taps>> taps(Node node, int axes) {
        if (axes == 0 || !(node.operator() instanceof Layer layer)) {
            return Optional.empty();
        }
        return Optional.of(layer.taps()).filter(taps -> taps.size() == axes);
    }

    private static Field join(Field a, Field b) {
        if (a.equals(b)) {
            return a;
        }
        if (a.reaches().size() != b.reaches().size()) {
            return a.reaches().size() > b.reaches().size() ? a : b;
        }
        List<Reach> reaches = new ArrayList<>();
        List<Integer> elements = new ArrayList<>();
        for (int i = 0; i < a.reaches().size(); i++) {
            elements.add(Math.max(a.elements().get(i), b.elements().get(i)));
            reaches.add(a.reaches().get(i).and(b.reaches().get(i), elements.get(i)));
        }
        return new Field(reaches, elements);
    }

    private static List<Integer> spatial(Value value) {
        return value.extents().isEmpty()
                ? List.of()
                : value.extents().subList(1, value.extents().size());
    }

    private static long elements(Value value) {
        return Shape.product(value.extents());
    }
}
