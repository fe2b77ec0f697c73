package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Elaborates the nets of a file; the way into this package. */
public final class Elaboration {
    private Elaboration() {}

    /** One net: that of a name, or the last. The list is empty after a problem. */
    public static List<Network> one(SpecFile file, Optional<String> name, Settings settings, Problems problems) {
        Declarations declarations = check(file, problems);
        List<Declaration.Net> nets = declarations.nets();
        List<String> names = nets.stream().map(each -> each.name().text()).toList();
        if (name.isPresent() && !names.contains(name.get())) {
            if (!declarations.isDamaged(name.get()) && !nets.isEmpty()) {
                problems.add(StructureProblems.unknownNet(name.get(), names, file.source()));
            }
            return List.of();
        }
        if (nets.isEmpty()) {
            return List.of();
        }
        Declaration.Net net = nets.get(name.map(names::indexOf).orElse(nets.size() - 1));
        return NetElaborator.elaborate(net, declarations, settings, problems).stream()
                .toList();
    }

    /** All nets whose parameters have defaults or settings. */
    public static List<Network> all(SpecFile file, Settings settings, Problems problems) {
        Declarations declarations = check(file, problems);
        List<Network> networks = new ArrayList<>();
        for (Declaration.Net net : declarations.nets()) {
            boolean complete = net.parameters().stream()
                    .allMatch(each -> each.byDefault().isPresent()
                            || settings.parameters().containsKey(each.name().text()));
            if (complete) {
                NetElaborator.elaborate(net, declarations, settings, problems).ifPresent(networks::add);
            }
        }
        return networks;
    }

    private static Declarations check(SpecFile file, Problems problems) {
        Declarations declarations = new Declarations(file);
        boolean damagedNet =
                file.damaged().stream().anyMatch(each -> each.kind().equals("net"));
        if (declarations.nets().isEmpty() && !damagedNet && !problems.hasErrors()) {
            problems.add(StructureProblems.noNet(file.source()));
        }
        Structure.check(file, declarations, problems);
        NameCheck.check(file, declarations, problems);
        return declarations;
    }
}
