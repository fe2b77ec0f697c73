package dev.convoke.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chooses for every convolution the algorithm that {@link ConvolutionCost} expects to be fastest, and makes nests of all computations. */
final class ConvolutionAlgorithms {
    private ConvolutionAlgorithms() {}

    /** The nests of an inference, those of {@link Phase#PREPARE} first. */
    static List<PlannedNest> choose(List<Computation> computations, Numerics numerics) {
        List<PlannedNest> prepared = new ArrayList<>();
        List<PlannedNest> steps = new ArrayList<>();
        for (Computation computation : computations) {
            Optional<Winograd> winograd = winograd(computation, numerics);
            if (winograd.isPresent()) {
                prepared.add(winograd.get().weights());
                steps.addAll(winograd.get().steps());
            } else {
                PlannedNest.of(computation).forEach(computation.phase() == Phase.PREPARE ? prepared::add : steps::add);
            }
        }
        prepared.addAll(steps);
        return prepared;
    }

    private static Optional<Winograd> winograd(Computation computation, Numerics numerics) {
        return switch (numerics) {
            case EXACT -> Optional.empty();
            case FAST ->
                computation.phase() == Phase.INFERENCE
                        ? Convolution.in(computation.definition())
                                .flatMap(
                                        c -> ConvolutionCost.bestForm(c).map(form -> Winograd.of(computation, c, form)))
                        : Optional.empty();
        };
    }
}
