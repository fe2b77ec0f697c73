package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the declarations of a file may name: each other and those of the files it imports, not what these import in turn. Of two
 * declarations of one name the first counts, the file's own before imported ones.
 */
final class Declarations {
    private final Map<String, Declared> own = new LinkedHashMap<>();
    private final Map<String, Declared> visible = new LinkedHashMap<>();
    private final Set<String> ownDamaged = new HashSet<>();
    private final Set<String> damaged = new HashSet<>();
    private final List<Declarations> imported;
    private final boolean complete;
    private final List<Declared> nets;
    private final MeantStages meantStages = new MeantStages(this);
    private final Map<Declared, Integer> depths;

    /**
     * Those of a file.
     *
     * @param imported what the imported files declare
     * @param complete whether all imported files were found; else a name that is not known may be one of theirs
     */
    Declarations(SpecFile file, List<Declarations> imported, boolean complete) {
        file.declarations().forEach(each -> own.putIfAbsent(each.name().text(), new Declared(each, this)));
        file.damaged().forEach(each -> ownDamaged.add(each.name().text()));
        visible.putAll(own);
        damaged.addAll(ownDamaged);
        for (Declarations each : imported) {
            each.own.forEach(visible::putIfAbsent);
            damaged.addAll(each.ownDamaged);
        }
        this.imported = List.copyOf(imported);
        this.complete = complete;
        this.nets =
                own.values().stream().filter(each -> each.word().equals("net")).toList();
        this.depths = Variants.depths(nets);
    }

    /** Through how many other nets one of the file's own leads to the net with the body; 0 of what is no net. */
    int depth(Declared net) {
        return depths.getOrDefault(net, 0);
    }

    Optional<Declared> find(String name) {
        return Optional.ofNullable(visible.get(name));
    }

    /** What would be found under a name if imported files passed on what they import. */
    Optional<Declared> notPassedOn(String name) {
        return imported.stream().flatMap(each -> each.find(name).stream()).findFirst();
    }

    /** Whether a name belongs to a declaration that could not be read, so that nothing is known of it. */
    boolean isDamaged(String name) {
        return damaged.contains(name) && !visible.containsKey(name);
    }

    /** Whether every name that could be meant is here. */
    boolean isComplete() {
        return complete;
    }

    /** All that can be named. */
    Collection<Declared> all() {
        return Collections.unmodifiableCollection(visible.values());
    }

    /** Those of the file itself. */
    Collection<Declared> own() {
        return Collections.unmodifiableCollection(own.values());
    }

    /** The nets of the file itself, in the order of the text. */
    List<Declared> nets() {
        return nets;
    }

    /** What names of stages were meant to be that stand for nothing. */
    MeantStages meantStages() {
        return meantStages;
    }

    Optional<Declaration.Block> block(String name) {
        return find(name).flatMap(each -> each.declaration().match(Kinds.block()));
    }

    Optional<Declaration.Seq> seq(String name) {
        return find(name).flatMap(each -> each.declaration().match(Kinds.seq()));
    }

    Optional<Declaration.Function> function(String name) {
        return find(name).flatMap(each -> each.declaration().match(Kinds.function()));
    }

    Optional<Declaration.Constant> constant(String name) {
        return find(name).flatMap(each -> each.declaration().match(Kinds.constant()));
    }
}
