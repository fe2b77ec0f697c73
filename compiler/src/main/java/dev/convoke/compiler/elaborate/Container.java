package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where stages get their names: a net or block, whose stages have labels, or a seq, whose stages are numbered. {@code
 * if} and {@code for} add to the one they stand in.
 */
final class Container {
    private final String path;
    private final boolean numbered;
    private final boolean shared;
    private final Map<String, Labelled> labels = new HashMap<>();
    private final Supplier<Set<String>> reserved;
    private final Set<String> suggested = new HashSet<>();
    private final Set<String> open = new HashSet<>();
    private final Optional<Container> outer;
    private int count;
    private boolean incomplete;

    private Container(
            String path, boolean numbered, boolean shared, Supplier<Set<String>> reserved, Optional<Container> outer) {
        this.path = path;
        this.numbered = numbered;
        this.shared = shared;
        this.reserved = reserved;
        this.outer = outer;
    }

    /**
     * The container of a net or block.
     *
     * @param shared whether its stages take weights that exist already
     * @param reserved labels in its text, which no suggestion may take; asked for only if there is to be one
     */
    static Container labelled(String path, boolean shared, Supplier<Set<String>> reserved) {
        return new Container(path, false, shared, reserved, Optional.empty());
    }

    /** The container of a declared seq. */
    static Container numbered(String path, boolean shared) {
        return new Container(path, true, shared, Set::of, Optional.empty());
    }

    /** The container of a seq in place, which sees the labels of the one around it. */
    Container inner(String innerPath, boolean innerShared) {
        return new Container(innerPath, true, innerShared, Set::of, Optional.of(this));
    }

    /** The same for stages that may be there or not: they see the labels that are taken, and take none. */
    Container maybe() {
        var container = new Container(path, numbered, shared, reserved, outer);
        container.labels.putAll(labels);
        container.suggested.addAll(suggested);
        container.open.addAll(open);
        container.count = count;
        container.incomplete = true;
        return container;
    }

    /** A label and what carries it. */
    record Labelled(Span span, Optional<Instance> instance) {}

    String path() {
        return path;
    }

    boolean isNumbered() {
        return numbered;
    }

    boolean isShared() {
        return shared;
    }

    /** The path of a child. */
    String path(String child) {
        return path.isEmpty() ? child : path + "." + child;
    }

    /** The number of the next stage; every stage of a seq counts, those with a label too. */
    int nextNumber() {
        return count++;
    }

    /** Takes a label; the one that has it already, if there is one. */
    Optional<Labelled> take(String label, Span span) {
        return Optional.ofNullable(labels.putIfAbsent(label, new Labelled(span, Optional.empty())));
    }

    /** Says what the stage of a label is, for {@code use}. */
    void carries(String label, Instance instance) {
        Labelled taken = Objects.requireNonNull(labels.get(label));
        labels.put(label, new Labelled(taken.span(), Optional.of(instance)));
    }

    /** The stage of a label, here or around. */
    Optional<Labelled> find(String label) {
        return Optional.ofNullable(labels.get(label)).or(() -> outer.flatMap(each -> each.find(label)));
    }

    /** A stage with a label begins to be built; until it is, what is in it cannot use it. */
    void opens(String label) {
        open.add(label);
    }

    void closes(String label) {
        open.remove(label);
    }

    /** Whether the stage of a label is being built here or around. */
    boolean isOpen(String label) {
        return open.contains(label)
                || !labels.containsKey(label)
                        && outer.map(each -> each.isOpen(label)).orElse(false);
    }

    /** After a problem stages are missing, so that a label that is not found is no further problem. */
    void lacksStages() {
        incomplete = true;
    }

    boolean isIncomplete() {
        return incomplete || outer.map(Container::isIncomplete).orElse(false);
    }

    /** The labels that can be used here. */
    Set<String> labels() {
        Set<String> all = new HashSet<>(labels.keySet());
        outer.ifPresent(each -> all.addAll(each.labels()));
        return all;
    }

    /** A label that is free, {@code conv2} if {@code conv1} is taken; no later suggestion takes it. */
    String suggestion(String stem) {
        Set<String> inText = reserved.get();
        String own = stem;
        while (suggested.contains(own + "{") || inText.contains(own + "{")) {
            own += "_"; // `conv{i}` is any of conv0, conv1, ...
        }
        int number = 1;
        while (labels.containsKey(own + number) || inText.contains(own + number) || !suggested.add(own + number)) {
            number++;
        }
        return own + number;
    }

    /** What a label in a loop begins with, before the loop's counters: {@code conv}, {@code conv2_} if that is taken. */
    String loopSuggestion(String stem) {
        Set<String> taken = new HashSet<>(labels.keySet());
        taken.addAll(reserved.get());
        taken.addAll(suggested);
        String own = stem;
        for (int number = 2; mayMeet(own, taken); number++) {
            own = stem + number + "_";
        }
        suggested.add(own + "{");
        return own;
    }

    /** Whether a label may be the beginning with a number behind it. */
    private static boolean mayMeet(String beginning, Set<String> taken) {
        return taken.stream()
                .filter(each -> each.startsWith(beginning) && each.length() > beginning.length())
                .anyMatch(each -> "{-0123456789".indexOf(each.charAt(beginning.length())) >= 0);
    }
}
