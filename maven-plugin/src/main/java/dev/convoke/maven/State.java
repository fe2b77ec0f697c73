package dev.convoke.maven;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the last run made of which spec: the lines {@code spec DIGEST NAME}, each followed by {@code out DIGEST PATH} for what it wrote.
 */
record State(Map<String, State.Entry> entries) {

    /** A spec and what was made of it: digests by path. */
    record Entry(String spec, String digest, Map<String, String> outputs) {
        Entry {
            outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        }
    }

    State {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The state in a file; an empty one if there is none or it cannot be understood, which costs one full run. */
    static State read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new State(Map.of());
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", 3);
            if (words.length == 3 && words[0].equals("spec")) {
                String spec = decoded(words[2]);
                entries.put(spec, new Entry(spec, words[1], Map.of()));
            } else if (words.length == 3 && words[0].equals("out") && !entries.isEmpty()) {
                addOutput(entries, words[2], words[1]);
            } else {
                return new State(Map.of());
            }
        }
        return new State(entries);
    }

    /** The name of a spec may hold anything, line breaks too. */
    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name; // of no spec, so that all is compiled again
        }
    }

    private static void addOutput(Map<String, Entry> entries, String path, String digest) {
        Entry last = List.copyOf(entries.values()).get(entries.size() - 1);
        Map<String, String> outputs = new LinkedHashMap<>(last.outputs());
        outputs.put(path, digest);
        entries.put(last.spec(), new Entry(last.spec(), last.digest(), outputs));
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Entry entry : entries.values()) {
            lines.add("spec " + entry.digest() + " " + URLEncoder.encode(entry.spec(), StandardCharsets.UTF_8));
            entry.outputs().forEach((path, digest) -> lines.add("out " + digest + " " + path));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    /** What was made of a spec, if neither it nor its outputs have changed. */
    Optional<Entry> upToDate(String spec, String digest, Outputs outputs) {
        return Optional.ofNullable(entries.get(spec))
                .filter(entry -> entry.digest().equals(digest))
                .filter(entry -> entry.outputs().entrySet().stream()
                        .allMatch(output -> outputs.holds(output.getKey(), output.getValue())));
    }

    /** Collects the state of a run. */
    static final class Builder {
        private final Map<String, Entry> entries = new LinkedHashMap<>();

        void keep(Entry entry) {
            entries.put(entry.spec(), entry);
        }

        void add(String spec, String digest, Map<String, String> outputs) {
            keep(new Entry(spec, digest, outputs));
        }

        /** Files that an earlier run wrote and that nothing makes any more. */
        Set<String> stale(State earlier) {
            Set<String> stale = new LinkedHashSet<>();
            earlier.entries()
                    .values()
                    .forEach(entry -> stale.addAll(entry.outputs().keySet()));
            entries.values().forEach(entry -> stale.removeAll(entry.outputs().keySet()));
            return stale;
        }

        State build() {
            return new State(entries);
        }
    }
}
