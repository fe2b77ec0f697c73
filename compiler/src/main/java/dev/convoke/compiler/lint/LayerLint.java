package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Diagnostic;
import java.util.Optional;

/**
 * Looks at the layers and joins of networks, one at a time. A stage of a block is many layers: by default it is reported only if
 * {@linkplain #quantifier() all of them} break the rule, once, with the numbers of the first.
 */
public non-sealed interface LayerLint extends Lint {
    /** What is wrong with a layer, if anything is; the instantiations that led to it are noted by the linter. */
    Optional<Diagnostic> check(LayerUse layer);

    /** Whether there may be anything to say of layers and joins of a kind, see {@link LayerUse#kind()}; others are not checked. */
    default boolean looksAt(String kind) {
        return true;
    }

    default Quantifier quantifier() {
        return Quantifier.EVERYWHERE;
    }

    @Override
    default <R> R match(Cases<R> cases) {
        return cases.layer(this);
    }
}
