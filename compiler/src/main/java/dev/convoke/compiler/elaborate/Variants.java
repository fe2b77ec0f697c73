package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Nets made of other nets: {@code net ResNet34 = ResNet(layers=[3, 4, 6, 3])}. */
final class Variants {
    private Variants() {}

    /** The depth of a net that is made of itself. */
    private static final int ENDLESS = Integer.MAX_VALUE;

    /** From a net to the one with the body; empty if one on the way is unknown, no net, or leads back, or there are too many. */
    static Optional<List<Declared>> chain(Declared net) {
        if (net.home().depth(net) > Budget.MAX_DEPTH) {
            return Optional.empty();
        }
        List<Declared> chain = new ArrayList<>(List.of(net));
        Optional<Declared> next = base(net);
        while (next.isPresent()) {
            chain.add(next.get());
            next = base(next.get());
        }
        boolean ends =
                chain.get(chain.size() - 1).declaration().match(Kinds.net()).isPresent();
        return ends ? Optional.of(chain) : Optional.empty();
    }

    /** Through how many others each of a file's nets leads to the one with the body. */
    static Map<Declared, Integer> depths(Collection<Declared> own) {
        Map<Declared, Integer> depths = new HashMap<>();
        for (Declared net : own) {
            Set<Declared> path = new LinkedHashSet<>();
            Optional<Declared> next = Optional.of(net);
            while (next.isPresent()
                    && next.get().home() == net.home()
                    && !depths.containsKey(next.get())
                    && path.add(next.get())) {
                next = base(next.get());
            }
            int depth = next.map(each -> depth(each, path, depths, net.home())).orElse(-1);
            List<Declared> steps = new ArrayList<>(path);
            Collections.reverse(steps);
            for (Declared each : steps) {
                depth = depth == ENDLESS ? ENDLESS : depth + 1;
                depths.put(each, depth);
            }
        }
        return depths;
    }

    private static int depth(Declared next, Set<Declared> path, Map<Declared, Integer> known, Declarations home) {
        if (next.home() != home) {
            return next.home().depth(next);
        }
        return path.contains(next) ? ENDLESS : Objects.requireNonNull(known.get(next));
    }

    /** Whether a net is the first of a chain that more nets lead to than are followed; those made of it are no further problem. */
    static boolean isFirstTooDeep(Declared net) {
        return net.home().depth(net) == Budget.MAX_DEPTH + 1;
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
