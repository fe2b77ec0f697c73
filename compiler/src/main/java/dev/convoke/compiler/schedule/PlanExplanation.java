package dev.convoke.compiler.schedule;

import dev.convoke.compiler.plan.AlgorithmChoice;
import dev.convoke.compiler.plan.InferenceTail;
import dev.convoke.compiler.plan.Phase;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.plan.Task;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan's decisions for people: what runs in which order, how its tiles look, and by which algorithms convolutions are computed. */
public final class PlanExplanation {
    private PlanExplanation() {}

    /**
     * @param net the network's name
     * @param width lanes of the vectors that the tiles are for
     */
    public static List<String> of(String net, Plan plan, int width) {
        List<String> lines = new ArrayList<>();
        lines.add("%s for vectors of %d lanes; %,d floats of prepared weights, %,d of memory for each sample"
                .formatted(net, width, plan.preparedFloats(), plan.inference().batchedFloats()));
        lines.add("");
        lines.add("Steps of an inference:");
        List<Step> steps = Objects.requireNonNull(
                Scheduler.schedule(plan, width, EnumSet.of(Phase.INFERENCE)).get(Phase.INFERENCE));
        List<Task> tasks = plan.inference().tasks(Phase.INFERENCE);
        Optional<Task> firstOfTail = InferenceTail.of(plan.inference()).map(tail -> tasks.get(tail.firstTask()));
        for (int i = 0; i < steps.size(); i++) {
            if (firstOfTail.isPresent() && steps.get(i).task().equals(firstOfTail.get())) {
                lines.add("      from here on, samples of a batch go together");
                firstOfTail = Optional.empty();
            }
            lines.add(step(i, steps.get(i), width));
        }
        if (!plan.algorithms().isEmpty()) {
            lines.add("");
            lines.add(
                    "Algorithms of convolutions with stride 1, by expected millions of cycles of one core for one sample:");
            plan.algorithms().forEach(choice -> lines.add(choice(choice)));
        }
        return lines;
    }

    private static String step(int number, Step step, int width) {
        String text = String.format(
                Locale.ROOT,
                "%4d  %-24s %s",
                number,
                how(step, width),
                step.task().label());
        return step.when().alwaysHolds() ? text : text + ", if " + step.when();
    }

    private static String how(Step step, int width) {
        return step.task().match(new Task.Cases<String>() {
            @Override
            public String compute(Task.Compute compute) {
                boolean vectors = compute.nest().lanes().isPresent() && width > 1;
                if (step.tile().isEmpty()) {
                    return vectors ? "vectors" : "scalar";
                }
                String tile = step.tile().stream()
                        .map(t -> t.axis() + " " + t.factor())
                        .collect(Collectors.joining(" x "));
                return (vectors ? "" : "scalar, ") + "tile " + tile;
            }

            @Override
            public String clearHalo(Task.ClearHalo clearHalo) {
                return "zeros";
            }
        });
    }

    private static String choice(AlgorithmChoice choice) {
        return "      %-24s %s (%s)".formatted(choice.chosen(), choice.label(), choice.comparison());
    }
}
