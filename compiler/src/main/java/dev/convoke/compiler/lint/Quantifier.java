package dev.convoke.compiler.lint;

/** Of a place in a spec that many layers come from: how many of them must break a rule for the place to be reported. */
public enum Quantifier {
    /** All, in all nets of all files that are linted together: then changing the place is surely right. */
    EVERYWHERE,
    /**
     * All; of the rounds of a {@code for} the first or all others: for what one layer does to the next, as before the first round stands something
     * else than before the others.
     */
    EVERYWHERE_OR_BETWEEN_ROUNDS,
    /** All that have weights of their own: for what such a layer is, a {@code use} of its weights only repeats. At least one has its own. */
    EVERYWHERE_OF_ITS_OWN,
    /** One: where even one instance is a mistake, whoever is to blame. */
    SOMEWHERE
}
