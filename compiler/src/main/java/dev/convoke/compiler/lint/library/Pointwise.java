package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.layer.library.BatchNorm;
import dev.convoke.compiler.layer.library.DropPath;
import dev.convoke.compiler.layer.library.Dropout;
import dev.convoke.compiler.layer.library.GroupNorm;
import dev.convoke.compiler.layer.library.Identity;
import dev.convoke.compiler.layer.library.InstanceNorm;
import dev.convoke.compiler.layer.library.LayerNorm;
import dev.convoke.compiler.layer.library.Normalize;
import dev.convoke.compiler.layer.library.PRelu;
import dev.convoke.compiler.layer.library.Scale;
import dev.convoke.compiler.layer.library.Threshold;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Layers that leave every number where it is, and what follows or precedes them. */
final class Pointwise {
    private static final Set<Class<?>> KINDS = Set.of(
            Activation.class,
            BatchNorm.class,
            DropPath.class,
            Dropout.class,
            GroupNorm.class,
            Identity.class,
            InstanceNorm.class,
            LayerNorm.class,
            Normalize.class,
            PRelu.class,
            Scale.class,
            Threshold.class);

    private Pointwise() {}

    static boolean is(LayerUse layer) {
        return KINDS.stream().anyMatch(layer::is);
    }

    /** The first other layer behind, each being the only one that takes the result before it. */
    static Optional<LayerUse> behind(LayerUse layer) {
        return skip(layer, LayerUse::onlyAfter);
    }

    /** The first other layer before, each being the only one that makes the input of the next, which alone takes it. */
    static Optional<LayerUse> before(LayerUse layer) {
        return skip(
                layer, each -> each.onlyBefore().filter(made -> made.onlyAfter().isPresent()));
    }

    private static Optional<LayerUse> skip(LayerUse layer, Function<LayerUse, Optional<LayerUse>> next) {
        Optional<LayerUse> found = next.apply(layer);
        while (found.isPresent() && is(found.get())) {
            found = next.apply(found.get());
        }
        return found;
    }
}
