package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Nets made of other nets: {@code net ResNet34 = ResNet(layers=[3, 4, 6, 3])}. */
final class Variants {
    private Variants() {}

    /** From a net to the one with the body; empty if one on the way is unknown, no net, or leads back. */
    static Optional<List<Declared>> chain(Declared net) {
        List<Declared> chain = new ArrayList<>(List.of(net));
        Optional<Declared> next = base(net);
        while (next.isPresent()) {
            if (chain.contains(next.get())) {
                return Optional.empty();
            }
            chain.add(next.get());
            next = base(next.get());
        }
        boolean ends =
                chain.get(chain.size() - 1).declaration().match(Kinds.net()).isPresent();
        return ends ? Optional.of(chain) : Optional.empty();
    }

    private static Optional<Declared> base(Declared net) {
        return net.declaration()
                .match(Kinds.variant())
                .flatMap(variant -> net.home().find(variant.base().text()))
                .filter(each -> each.word().equals("net"));
    }

    /** What can still be given of a net: of a variant, the parameters of its base that it does not give. Empty as above. */
    static Optional<Callee> callee(Declared net) {
        return chain(net).map(chain -> callee(chain, 0));
    }

    /** What can be given of the net at a place of a chain. */
    static Callee callee(List<Declared> chain, int at) {
        int last = chain.size() - 1;
        Declaration.Net base = chain.get(last).declaration().match(Kinds.net()).orElseThrow();
        Callee callee = Callee.of("net", base.name().text(), base.parameters());
        for (int i = last - 1; i >= at; i--) {
            Declaration.Variant variant =
                    chain.get(i).declaration().match(Kinds.variant()).orElseThrow();
            Set<String> given = Assignment.of(callee, variant.arguments(), variant.call(), problem -> {})
                    .given()
                    .keySet();
            List<String> left = callee.parameters().stream()
                    .filter(each -> !given.contains(each))
                    .toList();
            Set<String> required = new HashSet<>(callee.required());
            required.removeAll(given);
            callee = new Callee("net", variant.name().text(), left, required);
        }
        return callee;
    }
}
