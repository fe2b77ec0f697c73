package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a file declares, by name; of two declarations of one name the first counts. */
final class Declarations {
    private final Map<String, Declaration> byName = new LinkedHashMap<>();
    private final Set<String> damaged;

    Declarations(SpecFile file) {
        file.declarations().forEach(each -> byName.putIfAbsent(each.name().text(), each));
        damaged = file.damaged().stream().map(each -> each.name().text()).collect(Collectors.toUnmodifiableSet());
    }

    Optional<Declaration> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether a name belongs to a declaration that could not be read, so that nothing is known of it. */
    boolean isDamaged(String name) {
        return damaged.contains(name) && !byName.containsKey(name);
    }

    Collection<Declaration> all() {
        return byName.values();
    }

    List<Declaration.Net> nets() {
        List<Declaration.Net> nets = new ArrayList<>();
        byName.values().forEach(each -> each.match(Kinds.net()).ifPresent(nets::add));
        return List.copyOf(nets);
    }

    Optional<Declaration.Block> block(String name) {
        return find(name).flatMap(each -> each.match(Kinds.block()));
    }

    Optional<Declaration.Seq> seq(String name) {
        return find(name).flatMap(each -> each.match(Kinds.seq()));
    }

    Optional<Declaration.Function> function(String name) {
        return find(name).flatMap(each -> each.match(Kinds.function()));
    }

    Optional<Declaration.Constant> constant(String name) {
        return find(name).flatMap(each -> each.match(Kinds.constant()));
    }

    /** The word that a declaration begins with: {@code block}. */
    static String word(Declaration declaration) {
        return declaration.match(Kinds.word());
    }
}
