package dev.convoke.compiler.compare;

import dev.convoke.compiler.diagnostic.NearestName;
import dev.convoke.compiler.graph.StateTensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A layer or stage that has another name now: all tensors under the old name are missing, and under the new name there are new ones
 * with the same names behind it and the same order. Their shapes are the same, or alike: a head that was renamed and widened.
 *
 * @param before the path, or the name of a tensor of the net itself
 * @param after the same in the new net
 * @param tensors how many are renamed with it
 * @param reshaped whether some of them have another shape
 */
record Rename(String before, String after, int tensors, boolean reshaped) {
    /** What is under a path: names behind it with their shapes, in order. */
    private record Content(List<String> names, List<List<Integer>> shapes) {
        /** Whether weights and filters differ in one extent each at most, as those of a layer with more outputs do. */
        boolean isLike(Content other) {
            if (!names.equals(other.names) || shapes.stream().allMatch(shape -> shape.size() < 2)) {
                return false;
            }
            for (int i = 0; i < shapes.size(); i++) {
                if (!areAlike(shapes.get(i), other.shapes.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private static boolean areAlike(List<Integer> shape, List<Integer> other) {
            return shape.size() == other.size()
                    && IntStream.range(0, shape.size())
                                    .filter(i -> !shape.get(i).equals(other.get(i)))
                                    .count()
                            <= 1;
        }
    }

    /** The renames that explain most: stages before the layers in them. */
    static List<Rename> all(
            List<StateTensor> old, List<StateTensor> missing, List<StateTensor> fresh, List<StateTensor> unexpected) {
        Map<String, Content> before = contents(missing, old);
        Map<String, Content> after = contents(unexpected, fresh);
        List<Rename> renames = new ArrayList<>();
        add(renames, before, after, missing, false);
        add(renames, before, after, missing, true);
        renames.sort(Comparator.comparingInt(each -> index(missing, each.before())));
        return renames;
    }

    private static void add(
            List<Rename> renames,
            Map<String, Content> before,
            Map<String, Content> after,
            List<StateTensor> missing,
            boolean reshaped) {
        List<String> paths = new ArrayList<>(before.keySet());
        paths.sort(Comparator.comparingInt(Rename::depth));
        for (String path : paths) {
            if (renames.stream().anyMatch(each -> each.removes(path) || isUnder(path, each.before))) {
                continue;
            }
            Content content = Objects.requireNonNull(before.get(path));
            after.entrySet().stream()
                    .filter(each -> reshaped
                            ? content.isLike(each.getValue())
                            : each.getValue().equals(content))
                    .map(Map.Entry::getKey)
                    .filter(name -> renames.stream().noneMatch(each -> each.adds(name) || isUnder(name, each.after)))
                    .min(Comparator.comparingInt(name -> distance(path, name)))
                    .ifPresent(name -> renames.add(
                            new Rename(path, name, under(path, missing).size(), reshaped)));
        }
    }

    /** How far names are apart: those of one parent first. */
    private static int distance(String before, String after) {
        int apart = layer(before).equals(layer(after)) ? 0 : 1000;
        return apart + NearestName.distance(before, after);
    }

    private static int index(List<StateTensor> tensors, String path) {
        for (int i = 0; i < tensors.size(); i++) {
            if (isUnder(path, tensors.get(i).name())) {
                return i;
            }
        }
        return tensors.size();
    }

    /** What is under each path all of whose tensors are among some. */
    private static Map<String, Content> contents(List<StateTensor> tensors, List<StateTensor> all) {
        Set<String> paths = new LinkedHashSet<>();
        tensors.forEach(each -> {
            paths.addAll(prefixes(each.name()));
            if (prefixes(each.name()).isEmpty()) {
                paths.add(each.name());
            }
        });
        Map<String, Content> contents = new LinkedHashMap<>();
        for (String path : paths) {
            List<StateTensor> under = under(path, tensors);
            if (under.size() < under(path, all).size()) {
                continue;
            }
            contents.put(
                    path,
                    new Content(
                            under.stream()
                                    .map(each -> each.name().substring(path.length()))
                                    .toList(),
                            under.stream().map(StateTensor::extents).toList()));
        }
        return contents;
    }

    /** The paths that hold a tensor, the outermost first. */
    static List<String> prefixes(String name) {
        List<String> prefixes = new ArrayList<>();
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            prefixes.add(name.substring(0, dot));
        }
        return prefixes;
    }

    static List<StateTensor> under(String path, List<StateTensor> tensors) {
        return tensors.stream().filter(each -> isUnder(path, each.name())).toList();
    }

    /** The path of what a tensor or layer belongs to; empty for the net. */
    static String layer(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static int depth(String path) {
        return prefixes(path).size();
    }

    private static boolean isUnder(String path, String name) {
        return name.equals(path) || name.startsWith(path + ".");
    }

    boolean removes(String name) {
        return isUnder(before, name);
    }

    boolean adds(String name) {
        return isUnder(after, name);
    }

    /** What the new net calls what is under this path; empty for others. */
    Optional<String> now(String path) {
        return removes(path) ? Optional.of(after + path.substring(before.length())) : Optional.empty();
    }

    static String renamed(String name, List<Rename> renames) {
        return renames.stream()
                .map(each -> each.now(name))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(name);
    }
}
