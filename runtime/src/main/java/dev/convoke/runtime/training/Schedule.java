package dev.convoke.runtime.training;

/** How the learning rate changes over a run: a pure function of the step, so that a resumed run continues on it. */
@FunctionalInterface
public interface Schedule {
    /**
     * The learning rate of a step.
     *
     * @param base the optimiser's learning rate
     * @param step steps before this one, over all epochs
     * @param stepsPerEpoch at least 1
     */
    double rate(double base, long step, int stepsPerEpoch);

    /** The optimiser's learning rate throughout. */
    static Schedule constant() {
        return (base, step, stepsPerEpoch) -> base;
    }

    /** This schedule, but in the first {@code steps} steps its rate is multiplied by 1/steps, 2/steps, ... */
    default Schedule warmUp(int steps) {
        Settings.atLeast1("warm-up steps", steps);
        return (base, step, stepsPerEpoch) -> {
            double rate = rate(base, step, stepsPerEpoch);
            return step < steps ? rate * (step + 1) / steps : rate;
        };
    }
}
