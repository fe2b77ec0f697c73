package dev.convoke.compiler.compare;

import dev.convoke.compiler.graph.StateTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares parameters and buffers.
 *
 * @param renames how layers, or stages with all in them, are called now
 * @param changes one line for each thing that a person did: a renamed stage is one change
 * @param touched the paths of the layers that these changes are about, as the old net has them
 */
record Weights(List<Rename> renames, List<Change> changes, List<String> touched) {
    Weights {
        renames = List.copyOf(renames);
        changes = List.copyOf(changes);
        touched = List.copyOf(touched);
    }

    /** The path in the new net of what has a path in the old. */
    String now(String path) {
        return renames.stream()
                .map(each -> each.now(path))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(path);
    }

    static Weights of(List<StateTensor> old, List<StateTensor> fresh) {
        Map<String, StateTensor> before = byName(old);
        Map<String, StateTensor> after = byName(fresh);
        List<StateTensor> missing =
                old.stream().filter(each -> !after.containsKey(each.name())).toList();
        List<StateTensor> unexpected =
                fresh.stream().filter(each -> !before.containsKey(each.name())).toList();
        List<Rename> renames = Rename.all(old, missing, fresh, unexpected);
        List<Change> changes = new ArrayList<>();
        List<String> touched = new ArrayList<>();
        for (Rename rename : renames) {
            changes.add(Change.of(
                            rename.reshaped() ? Change.Kind.TENSORS_RENAMED_AND_RESHAPED : Change.Kind.TENSORS_RENAMED,
                            rename.before())
                    .to(rename.after())
                    .times(rename.tensors()));
        }
        for (StateTensor tensor : old) {
            String name = Rename.renamed(tensor.name(), renames);
            Optional<StateTensor> now = Optional.ofNullable(after.get(name));
            if (now.isPresent() && !now.get().extents().equals(tensor.extents())) {
                Change reshaped = Change.of(
                        Change.Kind.TENSOR_RESHAPED,
                        tensor.name(),
                        tensor.extents(),
                        now.get().extents());
                changes.add(name.equals(tensor.name()) ? reshaped : reshaped.to(name));
                touched.add(Rename.layer(tensor.name()));
            }
        }
        changes.addAll(whole(
                Change.Kind.TENSORS_REMOVED,
                missing.stream()
                        .filter(each -> renames.stream().noneMatch(rename -> rename.removes(each.name())))
                        .toList(),
                old));
        changes.addAll(whole(
                Change.Kind.TENSORS_ADDED,
                unexpected.stream()
                        .filter(each -> renames.stream().noneMatch(rename -> rename.adds(each.name())))
                        .toList(),
                fresh));
        missing.forEach(each -> touched.add(Rename.layer(each.name())));
        unexpected.forEach(each -> touched.add(Rename.layer(each.name())));
        var weights = new Weights(renames, changes, touched);
        return weights.reordered(old, before, after)
                ? weights.with(Change.of(Change.Kind.TENSORS_REORDERED, ""))
                : weights;
    }

    private Weights with(Change change) {
        List<Change> more = new ArrayList<>(changes);
        more.add(change);
        return new Weights(renames, more, touched);
    }

    private boolean reordered(List<StateTensor> old, Map<String, StateTensor> before, Map<String, StateTensor> after) {
        List<String> then = old.stream()
                .map(each -> Rename.renamed(each.name(), renames))
                .filter(after::containsKey)
                .toList();
        List<String> now = after.keySet().stream()
                .filter(each -> before.containsKey(each) || renames.stream().anyMatch(rename -> rename.adds(each)))
                .toList();
        return !then.equals(now);
    }

    private static Map<String, StateTensor> byName(List<StateTensor> tensors) {
        Map<String, StateTensor> names = new LinkedHashMap<>();
        tensors.forEach(each -> names.put(each.name(), each));
        return names;
    }

    /** Tensors, those that make up a layer or stage as one. */
    private static List<Change> whole(Change.Kind kind, List<StateTensor> some, List<StateTensor> all) {
        Map<String, List<StateTensor>> groups = new LinkedHashMap<>();
        for (StateTensor tensor : some) {
            String group = Rename.prefixes(tensor.name()).stream()
                    .filter(prefix -> Rename.under(prefix, all).size()
                            == Rename.under(prefix, some).size())
                    .findFirst()
                    .orElse(tensor.name());
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(tensor);
        }
        List<Change> changes = new ArrayList<>();
        groups.forEach((name, tensors) -> {
            Change change = Change.of(kind, name).times(tensors.size());
            String shape = tensors.get(0).extents().toString();
            boolean one = tensors.size() == 1 && Objects.equals(tensors.get(0).name(), name);
            changes.add(!one ? change : kind == Change.Kind.TENSORS_ADDED ? change.after(shape) : change.before(shape));
        });
        return changes;
    }
}
