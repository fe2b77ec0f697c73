package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Diagnostic;

/** Looks at a network as a whole: at sums over its layers, at what follows what over several layers. */
public non-sealed interface NetLint extends Lint {
    void check(LintedNet net, Findings findings);

    /** Of findings at layers; those about the net itself stand for themselves. */
    default Quantifier quantifier() {
        return Quantifier.EVERYWHERE;
    }

    /** Where findings go. */
    interface Findings {
        /** About a layer, whose stage or expression is the place. */
        void at(LayerUse layer, Diagnostic finding);

        /** About the net, whose declaration is the place. */
        void at(LintedNet net, Diagnostic finding);
    }

    @Override
    default <R> R match(Cases<R> cases) {
        return cases.net(this);
    }
}
