package dev.convoke.compiler.plan;

import dev.convoke.compiler.plan.ConvolutionCost.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses for every convolution the algorithm that {@link ConvolutionCost} expects to be fastest, and makes nests of all computations. */
final class ConvolutionAlgorithms {
    /**
     * What was chosen.
     *
     * @param nests of an inference, those of {@link Phase#PREPARE} first
     * @param choices for each convolution with stride 1 that is neither dilated nor grouped
     */
    record Result(List<PlannedNest> nests, List<AlgorithmChoice> choices) {
        Result {
            nests = List.copyOf(nests);
            choices = List.copyOf(choices);
        }
    }

    private final Numerics numerics;
    private final List<PlannedNest> prepared = new ArrayList<>();
    private final List<PlannedNest> steps = new ArrayList<>();
    private final List<AlgorithmChoice> choices = new ArrayList<>();

    private ConvolutionAlgorithms(Numerics numerics) {
        this.numerics = numerics;
    }

    static Result choose(List<Computation> computations, Numerics numerics) {
        ConvolutionAlgorithms algorithms = new ConvolutionAlgorithms(numerics);
        computations.forEach(algorithms::add);
        List<PlannedNest> nests = new ArrayList<>(algorithms.prepared);
        nests.addAll(algorithms.steps);
        return new Result(nests, algorithms.choices);
    }

    private void add(Computation computation) {
        Optional<Convolution> convolution =
                computation.phase() == Phase.INFERENCE ? Convolution.in(computation.definition()) : Optional.empty();
        List<CookToom> sides =
                convolution.map(c -> choose(c, computation.label()).sides()).orElse(List.of());
        if (sides.isEmpty()) {
            PlannedNest.of(computation).forEach(computation.phase() == Phase.PREPARE ? prepared::add : steps::add);
        } else {
            Winograd winograd = Winograd.of(computation, convolution.orElseThrow(), sides);
            prepared.add(winograd.weights());
            steps.addAll(winograd.steps());
        }
    }

    private Candidate choose(Convolution convolution, String label) {
        List<Candidate> candidates = ConvolutionCost.candidates(convolution);
        Candidate chosen = switch (numerics) {
            case EXACT -> candidates.get(0);
            case FAST ->
                candidates.stream()
                        .min(Comparator.comparingDouble(Candidate::cycles))
                        .orElseThrow();
        };
        choices.add(new AlgorithmChoice(
                label,
                chosen.name(),
                candidates.stream()
                        .map(c -> new AlgorithmChoice.Estimate(c.name(), c.cycles() / 1e6))
                        .toList()));
        return chosen;
    }
}
