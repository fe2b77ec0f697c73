package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        List<Network> networks = NetElaborator.elaborate(net, settings, new Budget.Shared(), new HashSet<>(), problems)
                .map(Expansion::network)
                .stream()
                .toList();
        if (!missing(net, settings).isEmpty()) {
            Unbuilt.check(net, settings, problems);
        }
        return networks;
    }

    /** All nets whose parameters have defaults or settings. A file for others to import has none. */
    public static List<Network> all(LoadedSpec spec, Settings settings, SpecCache cache, Problems problems) {
        var coverage = new Coverage(settings);
        List<Expansion> expansions = expand(spec, coverage, cache, problems);
        look(spec, coverage, problems);
        return expansions.stream().map(Expansion::network).toList();
    }

    /**
     * As {@link #all}, with how each network came about: those nets that are sound, whatever is wrong with others. Each net takes those
     * settings that are for parameters of it.
     *
     * @param coverage learns what was built
     * @param cache what an earlier look at these or other files has left
     */
    public static List<Expansion> expand(LoadedSpec spec, Coverage coverage, SpecCache cache, Problems problems) {
        SpecFile file = spec.file();
        if (file.declarations().isEmpty() && file.imports().isEmpty()) {
            noNet(spec, problems);
        }
        List<Expansion> expansions = new ArrayList<>();
        var shared = new Budget.Shared();
        var finder = new Reached.Finder();
        for (Declared net : spec.declarations().nets()) {
            Settings settings = coverage.settings().of(parameters(net));
            if (!shared.isExhausted() && NetElaborator.isComplete(net, settings)) {
                Optional<Expansion> expansion = settings.isEmpty()
                        ? cache.elaborate(net, finder, shared, coverage.built(), problems)
                        : NetElaborator.elaborate(net, settings, shared, coverage.built(), problems);
                expansion.ifPresent(expansions::add);
            }
        }
        return expansions;
    }

    /** Reports what is wrong in what no net was built of, as far as that needs no values: after all nets of a run are built. */
    public static void look(LoadedSpec spec, Coverage coverage, Problems problems) {
        Unbuilt.check(spec, coverage, problems);
    }

    /** The nets that cannot be elaborated without settings, and the parameters that lack a value. */
    public static Map<String, List<String>> incomplete(LoadedSpec spec) {
        Map<String, List<String>> incomplete = new LinkedHashMap<>();
        for (Declared net : spec.declarations().nets()) {
            List<String> missing = missing(net, Settings.NONE);
            if (!missing.isEmpty()) {
                incomplete.put(net.name(), missing);
            }
        }
        return incomplete;
    }

    /** The parameters of a net that have no value. */
    static List<String> missing(Declared net, Settings settings) {
        return Variants.callee(net)
                .map(callee -> callee.parameters().stream()
                        .filter(callee.required()::contains)
                        .filter(each -> !settings.parameters().containsKey(each))
                        .toList())
                .orElse(List.of());
    }

    /** The parameters that the nets of a file leave open or have defaults for. */
    public static Set<String> parameters(LoadedSpec spec) {
        Set<String> parameters = new LinkedHashSet<>();
        spec.declarations().nets().forEach(net -> parameters.addAll(parameters(net)));
        return parameters;
    }

    static List<String> parameters(Declared net) {
        return Variants.callee(net).map(Callee::parameters).orElse(List.of());
    }

    private static void noNet(LoadedSpec spec, Problems problems) {
        boolean damagedNet =
                spec.file().damaged().stream().anyMatch(each -> each.kind().equals("net"));
        if (!damagedNet && !problems.hasErrors()) {
            problems.add(StructureProblems.noNet(spec.file().source()));
        }
    }
}
