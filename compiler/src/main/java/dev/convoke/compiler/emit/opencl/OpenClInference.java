package dev.convoke.compiler.emit.opencl;

import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.plan.Phase;
import dev.convoke.compiler.plan.Place;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.schedule.Scheduler;
import dev.convoke.compiler.schedule.Step;
import dev.convoke.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network's inference in OpenCL: the program, and which of its kernels run in which order on what.
 *
 * @param plan what the program carries out; it says how large the arrays are that places lie in
 * @param source the program
 * @param prepare once after loading, from the state to the prepared weights
 * @param inference for each batch, from inputs to outputs
 */
public record OpenClInference(Plan plan, OpenClSource source, List<Run> prepare, List<Run> inference) {
    /**
     * A kernel to be run.
     *
     * @param places where its buffers lie
     * @param when the batches for which it runs
     */
    public record Run(OpenClKernel kernel, Map<Buffer, Place> places, Guard when) {
        public Run {
            places = Map.copyOf(places);
        }
    }

    public OpenClInference {
        prepare = List.copyOf(prepare);
        inference = List.copyOf(inference);
    }

    /** Schedules without lanes, and emits. */
    public static OpenClInference of(Plan plan) {
        Map<Phase, List<Step>> steps = Scheduler.schedule(plan, 1, EnumSet.of(Phase.PREPARE, Phase.INFERENCE));
        List<OpenClKernel> kernels = new ArrayList<>();
        Map<Phase, List<Run>> runs = new EnumMap<>(Phase.class);
        for (Phase phase : List.of(Phase.PREPARE, Phase.INFERENCE)) {
            List<Run> ofPhase = new ArrayList<>();
            for (Step step : steps.getOrDefault(phase, List.of())) {
                OpenClKernel kernel = OpenClEmitter.emit(
                        step.kernel(), comments(step, plan.network().span().file()));
                kernels.add(kernel);
                ofPhase.add(new Run(kernel, places(step, plan.session(phase)), step.when()));
            }
            runs.put(phase, ofPhase);
        }
        return new OpenClInference(
                plan,
                OpenClEmitter.program(plan.network().name(), kernels),
                runs.getOrDefault(Phase.PREPARE, List.of()),
                runs.getOrDefault(Phase.INFERENCE, List.of()));
    }

    private static List<String> comments(Step step, SourceFile spec) {
        List<String> comments = new ArrayList<>();
        comments.add(step.task().output().extents() + (step.task().output().batched() ? " a sample" : ""));
        for (Origin origin : step.task().origins()) {
            comments.add(origin.line(spec) + ": " + origin.text());
        }
        return comments;
    }

    private static Map<Buffer, Place> places(Step step, Plan.Session session) {
        Map<Buffer, Place> places = new LinkedHashMap<>();
        step.buffers().forEach((buffer, tensor) -> {
            Place place = Optional.ofNullable(session.places().get(tensor))
                    .orElseThrow(() -> new IllegalStateException(tensor.name() + " has no place"));
            places.put(buffer, place);
        });
        return places;
    }
}
