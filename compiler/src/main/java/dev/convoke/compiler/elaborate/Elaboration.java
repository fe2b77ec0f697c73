package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Elaborates the nets of a file; the way into this package. */
public final class Elaboration {
    private Elaboration() {}

    /** One net: that of a name, or the last. The list is empty after a problem. */
    public static List<Network> one(LoadedSpec spec, Optional<String> name, Settings settings, Problems problems) {
        Declarations declarations = spec.declarations();
        List<Declared> nets = declarations.nets();
        List<String> names = nets.stream().map(Declared::name).toList();
        if (name.isPresent() && !names.contains(name.get())) {
            if (!declarations.isDamaged(name.get()) && !nets.isEmpty()) {
                problems.add(StructureProblems.unknownNet(name.get(), nets));
            }
            return List.of();
        }
        if (nets.isEmpty()) {
            noNet(spec, problems);
            return List.of();
        }
        Declared net = nets.get(name.map(names::indexOf).orElse(nets.size() - 1));
        return NetElaborator.elaborate(net, settings, new Budget.Shared(), problems).map(Expansion::network).stream()
                .toList();
    }

    /** All nets whose parameters have defaults or settings. A file for others to import has none. */
    public static List<Network> all(LoadedSpec spec, Settings settings, SpecCache cache, Problems problems) {
        return expand(spec, settings, cache, problems).stream()
                .map(Expansion::network)
                .toList();
    }

    /** As {@link #all}, with how each network came about: those nets that are sound, whatever is wrong with others. */
    public static List<Expansion> expand(LoadedSpec spec, Settings settings, Problems problems) {
        return expand(spec, settings, new SpecCache(), problems);
    }

    /** As {@link #expand(LoadedSpec, Settings, Problems)}, with what an earlier look at these or other files has left. */
    public static List<Expansion> expand(LoadedSpec spec, Settings settings, SpecCache cache, Problems problems) {
        SpecFile file = spec.file();
        if (file.declarations().isEmpty() && file.imports().isEmpty()) {
            noNet(spec, problems);
        }
        List<Expansion> expansions = new ArrayList<>();
        var shared = new Budget.Shared();
        var finder = new Reached.Finder();
        for (Declared net : spec.declarations().nets()) {
            if (!shared.isExhausted() && NetElaborator.isComplete(net, settings)) {
                Optional<Expansion> expansion = settings.isEmpty()
                        ? cache.elaborate(net, finder, shared, problems)
                        : NetElaborator.elaborate(net, settings, shared, problems);
                expansion.ifPresent(expansions::add);
            }
        }
        return expansions;
    }

    /** The nets that cannot be elaborated without settings, and the parameters that lack a value. */
    public static Map<String, List<String>> incomplete(LoadedSpec spec) {
        Map<String, List<String>> incomplete = new LinkedHashMap<>();
        for (Declared net : spec.declarations().nets()) {
            Variants.callee(net).filter(callee -> !callee.required().isEmpty()).ifPresent(callee -> {
                List<String> missing = callee.parameters().stream()
                        .filter(callee.required()::contains)
                        .toList();
                incomplete.put(net.name(), missing);
            });
        }
        return incomplete;
    }

    private static void noNet(LoadedSpec spec, Problems problems) {
        boolean damagedNet =
                spec.file().damaged().stream().anyMatch(each -> each.kind().equals("net"));
        if (!damagedNet && !problems.hasErrors()) {
            problems.add(StructureProblems.noNet(spec.file().source()));
        }
    }
}
