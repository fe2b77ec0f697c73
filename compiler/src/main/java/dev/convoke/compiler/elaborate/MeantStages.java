package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.NearestName;
import dev.convoke.compiler.layer.Catalogue;
import dev.convoke.compiler.syntax.TorchNames;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a stage's name was meant to be where it stands for nothing. Each is looked for once; for one thread. */
final class MeantStages {
    private final Declarations declarations;
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, Optional<String>> meant = new HashMap<>();

    MeantStages(Declarations declarations) {
        this.declarations = declarations;
    }

    /** All that a stage can be: blocks and seqs, of very many none, and layers. */
    Set<String> names() {
        if (names.isEmpty()) {
            collect();
        }
        return Collections.unmodifiableSet(names);
    }

    private void collect() {
        if (declarations.all().size() <= NearestName.MOST_NAMES) {
            declarations.all().stream()
                    .map(Declared::name)
                    .filter(each -> declarations.block(each).isPresent()
                            || declarations.seq(each).isPresent())
                    .forEach(names::add);
        }
        names.addAll(Catalogue.names());
    }

    /**
     * The name that is surely meant, as the one that is written is a typing error of it: {@code Convv}. Names of other frameworks, whose arguments may be
     * others too, are none.
     */
    Optional<String> surely(String written) {
        return meant.computeIfAbsent(written, this::find);
    }

    private Optional<String> find(String written) {
        boolean known = declarations.find(written).isPresent()
                || declarations.isDamaged(written)
                || !declarations.isComplete()
                || Functions.NAMES.contains(written)
                || StreamFunctions.NAMES.contains(written);
        if (known || !TorchNames.here(written).equals(written)) {
            return Optional.empty();
        }
        List<String> near = NearestName.equallyNear(names(), written);
        return near.size() == 1 && NearestName.isTypingError(near.get(0), written)
                ? Optional.of(near.get(0))
                : Optional.empty();
    }
}
