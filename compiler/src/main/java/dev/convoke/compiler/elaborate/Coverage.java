package dev.convoke.compiler.elaborate;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which declarations the nets of a run were built of, and so which nets were not built. */
public final class Coverage {
    private final Settings settings;
    private final Set<Declared> built = new HashSet<>();

    /** @param settings what the run gives to nets */
    public Coverage(Settings settings) {
        this.settings = settings;
    }

    Settings settings() {
        return settings;
    }

    Set<Declared> built() {
        return built;
    }

    /** The nets of a file that were not built, nor any net made of them, as parameters have no value; and these parameters. */
    public Map<String, List<String>> unbuilt(LoadedSpec spec) {
        Map<String, List<String>> unbuilt = new LinkedHashMap<>();
        spec.declarations().nets().stream().filter(net -> !built.contains(net)).forEach(net -> {
            List<String> missing = Elaboration.missing(net, settings);
            if (!missing.isEmpty()) {
                unbuilt.put(net.name(), missing);
            }
        });
        return unbuilt;
    }

    /**
     * The nets of a file that lack values but for what this run gives them: another run may leave them unbuilt.
     *
     * @param alone whether no other file is in the run, whose nets might give values
     */
    public Set<String> built(LoadedSpec spec, boolean alone) {
        return alone && settings.isEmpty()
                ? Set.of()
                : Elaboration.incomplete(spec).keySet();
    }
}
