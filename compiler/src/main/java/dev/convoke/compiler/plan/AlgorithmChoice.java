package dev.convoke.compiler.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * By which algorithm a convolution is computed, and why.
 *
 * @param label of the convolution and what is fused with it: {@code conv1 + bn1 + relu}
 * @param chosen the algorithm's name: {@code direct}, {@code Winograd F(4x4, 3x3)}
 * @param estimates what each algorithm was expected to cost, the cheapest first; of one that was not compared with others alone
 */
public record AlgorithmChoice(String label, String chosen, List<Estimate> estimates) {
    static final String DIRECT = "direct";

    /**
     * An algorithm and its cost by the model.
     *
     * @param megacycles of one core, for one sample, in millions
     */
    public record Estimate(String algorithm, double megacycles) {}

    public AlgorithmChoice {
        estimates = estimates.stream()
                .sorted(Comparator.comparingDouble(Estimate::megacycles))
                .toList();
    }

    /** Whether every element is one sum of products in order. */
    public boolean isDirect() {
        return chosen.equals(DIRECT);
    }

    /** The costs, as one line. */
    public String comparison() {
        return estimates.stream()
                .map(e -> String.format(Locale.ROOT, "%s %.2f", e.algorithm(), e.megacycles()))
                .collect(Collectors.joining(", "));
    }
}
