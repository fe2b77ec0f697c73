package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Collects the problems of a run, each once, and hands them out sorted by place.
 *
 * <p>{@link #building} gives a view for the parts of an instantiation: what is added through it gets the note "while building
 * layer2.0 = BasicBlock(128, stride=2) at resnet.cnn:9:17", one for each instantiation around it, the innermost first.
 * The same problem in several instantiations of one declaration is reported for the first of them, with a count of
 * the others. Of each file a limited number of errors and of warnings is kept.
 */
public final class Problems {
    /** Deeper instantiations are counted, not listed. */
    private static final int LISTED_INSTANTIATIONS = 4;

    /** Errors that are kept of one file; more of them help nobody, and a hostile file could have a million. */
    public static final int MOST_ERRORS = 100;

    /** Warnings that are kept of one file. */
    public static final int MOST_WARNINGS = 1000;

    /** Where one of these is said of a word, how the word is written matters little. */
    private static final Set<DiagnosticCode> WRONG_VALUES =
            Set.of(DiagnosticCode.WRONG_TYPE, DiagnosticCode.OUT_OF_RANGE, DiagnosticCode.WRONG_OPERANDS);

    private final Store store;
    private final List<Instantiation> trail;

    public Problems() {
        this(new Store(), List.of());
    }

    private Problems(Store store, List<Instantiation> trail) {
        this.store = store;
        this.trail = trail;
    }

    /**
     * A view of this collector for what is built at a place.
     *
     * @param what the instantiation with its values, {@code layer2.0 = BasicBlock(128, stride=2)}
     * @param at the call that asks for it
     */
    public Problems building(String what, Span at) {
        List<Instantiation> longer = new ArrayList<>();
        longer.add(new Instantiation(what, at));
        longer.addAll(trail);
        return building(longer);
    }

    /** A view of this collector for what is built at the end of a way, the innermost instantiation first. */
    public Problems building(List<Instantiation> newTrail) {
        return new Problems(store, List.copyOf(newTrail));
    }

    /** The instantiations that this view stands for, the innermost first. */
    public List<Instantiation> trail() {
        return trail;
    }

    /** Keeps a problem, unless it is known or its file has so many errors already that no more are listed. */
    public void add(Diagnostic problem) {
        store.additions++;
        store.allErrors += problem.severity() == Severity.ERROR ? 1 : 0;
        var place = new Place(problem.code(), problem.primary().span());
        for (Found earlier : store.found.getOrDefault(place, List.of())) {
            if (!earlier.trail.equals(trail)) {
                earlier.others++;
                return;
            }
            if (earlier.problem.message().equals(problem.message())) {
                return;
            }
        }
        if (store.takes(problem)) {
            store.found.computeIfAbsent(place, key -> new ArrayList<>()).add(new Found(problem, trail));
        }
    }

    /** Whether a problem of this kind is known at its place. */
    public boolean knows(Diagnostic problem) {
        return store.found.containsKey(
                new Place(problem.code(), problem.primary().span()));
    }

    /** Whether no more errors of a file are kept. Who asks that stops looking for them if so, and the result says that. */
    public boolean isFull(SourceFile file) {
        boolean full = store.errors.getOrDefault(file.name(), 0) >= MOST_ERRORS;
        if (full) {
            store.overflowing.putIfAbsent(file.name(), file);
        }
        return full;
    }

    /** The same for warnings. */
    public boolean isFullOfWarnings(SourceFile file) {
        boolean full = store.warnings.getOrDefault(file.name(), 0) >= MOST_WARNINGS;
        if (full) {
            store.overflowingWarnings.putIfAbsent(file.name(), file);
        }
        return full;
    }

    /** Adds to what was reported at a place, once. */
    public void amend(DiagnosticCode code, Span place, UnaryOperator<Diagnostic> change) {
        store.additions++;
        List<Found> here = store.found.getOrDefault(new Place(code, place), List.of());
        here.stream().filter(each -> !each.amended).forEach(each -> {
            each.problem = change.apply(each.problem);
            each.amended = true;
        });
    }

    public void addAll(Iterable<Diagnostic> problems) {
        problems.forEach(this::add);
    }

    public boolean isEmpty() {
        return store.count == 0;
    }

    /** How many problems there are, the same in other instantiations not counted. */
    public int count() {
        return store.count;
    }

    public boolean hasErrors() {
        return store.allErrors > 0;
    }

    /** How many errors were added, repetitions counted too: whether there were any in a part of the work. */
    public int errors() {
        return store.allErrors;
    }

    /** How often something was said, repetitions counted too: whether there was anything to say in a part of the work. */
    public int additions() {
        return store.additions;
    }

    /** All problems so far: file by file in the order in which files first had one, each file's by place. */
    public List<Diagnostic> sorted() {
        Map<String, Integer> files = new LinkedHashMap<>();
        List<Diagnostic> all = new ArrayList<>();
        for (List<Found> each : store.found.values()) {
            for (Found one : each) {
                all.add(one.finished());
                files.putIfAbsent(one.problem.place().file().name(), files.size());
            }
        }
        Set<Span> meant = new HashSet<>();
        all.stream()
                .filter(each -> WRONG_VALUES.contains(each.code()))
                .forEach(each -> meant.add(each.primary().span()));
        all.removeIf(each -> each.code() == DiagnosticCode.FOREIGN_WORD
                && meant.contains(each.primary().span()));
        store.overflowing.values().forEach(file -> all.add(tooMany(file)));
        store.overflowingWarnings.values().stream()
                .filter(file -> !store.overflowing.containsKey(file.name()))
                .forEach(file -> all.add(tooMany(file).withSeverity(Severity.WARNING)));
        all.sort(Comparator.comparing(
                        (Diagnostic each) -> files.get(each.place().file().name()))
                .thenComparing(each -> each.place().start())
                .thenComparing(each -> each.place().end())
                .thenComparing(Diagnostic::code));
        return List.copyOf(all);
    }

    /** Said at the end of a file that has more errors than are kept. */
    public static Diagnostic tooMany(SourceFile file) {
        return Diagnostic.of(
                        DiagnosticCode.TOO_MANY_PROBLEMS,
                        "too many problems: what else may be wrong in the file is not listed",
                        file.span(file.length(), file.length()))
                .note(MOST_ERRORS + " errors and " + MOST_WARNINGS + " warnings of a file are reported at once");
    }

    /** What the views of one collector share. */
    private static final class Store {
        private final Map<Place, List<Found>> found = new LinkedHashMap<>();
        private final Map<String, Integer> errors = new HashMap<>();
        private final Map<String, Integer> warnings = new HashMap<>();
        private final Map<String, SourceFile> overflowing = new LinkedHashMap<>();
        private final Map<String, SourceFile> overflowingWarnings = new LinkedHashMap<>();
        private int count;
        private int allErrors;
        private int additions;

        /** Counts a problem; false if there is no room for it. */
        private boolean takes(Diagnostic problem) {
            SourceFile file = problem.place().file();
            boolean error = problem.severity() == Severity.ERROR;
            boolean end = problem.code() == DiagnosticCode.TOO_MANY_PROBLEMS;
            Map<String, Integer> counts = error ? errors : warnings;
            if (end || counts.getOrDefault(file.name(), 0) >= (error ? MOST_ERRORS : MOST_WARNINGS)) {
                (error ? overflowing : overflowingWarnings).putIfAbsent(file.name(), file);
                return false;
            }
            counts.merge(file.name(), 1, Integer::sum);
            count++;
            return true;
        }
    }

    private record Place(DiagnosticCode code, Span span) {}

    private static final class Found {
        private Diagnostic problem;
        private final List<Instantiation> trail;
        private int others;
        private boolean amended;

        private Found(Diagnostic problem, List<Instantiation> trail) {
            this.problem = problem;
            this.trail = trail;
        }

        private Diagnostic finished() {
            Diagnostic whole = problem;
            for (Instantiation each : trail.subList(0, Math.min(trail.size(), LISTED_INSTANTIATIONS))) {
                whole = whole.note(each.note());
            }
            if (trail.size() > LISTED_INSTANTIATIONS) {
                whole = whole.note("inside " + (trail.size() - LISTED_INSTANTIATIONS) + " more");
            }
            if (others > 0) {
                whole = whole.note(
                        "the same in " + others + (others == 1 ? " other instantiation" : " other instantiations"));
            }
            return whole;
        }
    }
}
