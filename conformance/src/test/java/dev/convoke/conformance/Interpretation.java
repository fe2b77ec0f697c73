package dev.convoke.conformance;

import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Interpreter;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.Layout;
import dev.convoke.compiler.plan.Phase;
import dev.convoke.compiler.plan.Place;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.schedule.Scheduler;
import dev.convoke.compiler.schedule.Step;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Runs a network's scheduled kernels without generating code for them. Memory is full of NaN at first. Each kernel sees of its
 * tensors what belongs to them and the 16 floats after that which vectors may read; that it writes none of those is checked.
 */
final class Interpretation {
    private final Subject subject;
    private final Plan plan;
    private final Map<Phase, List<Step>> steps;
    private final int width;
    private final Data data;
    private final OptionalLong seed;
    private final Map<Place.Area, float[][]> memory = new EnumMap<>(Place.Area.class);

    private Interpretation(Subject subject, int width, Data data, OptionalLong seed) {
        this.subject = subject;
        this.plan = subject.plan();
        this.steps = Scheduler.schedule(plan, width);
        this.width = width;
        this.data = data;
        this.seed = seed;
    }

    /**
     * Inference and a training step.
     *
     * @param seed if present, parallel loops run in an order shuffled by it, and are checked to be independent
     */
    static Outcome run(Subject subject, int width, Data data, OptionalLong seed) {
        Interpretation interpretation = new Interpretation(subject, width, data, seed);
        Outcome outcome = new Outcome();
        interpretation.infer(outcome);
        interpretation.train(outcome);
        return outcome;
    }

    /** Inference alone. */
    static Outcome inference(Subject subject, int width, Data data, OptionalLong seed) {
        Outcome outcome = new Outcome();
        new Interpretation(subject, width, data, seed).infer(outcome);
        return outcome;
    }

    private void infer(Outcome outcome) {
        prepareMemory();
        memory.put(Place.Area.PREPARED, one(poison(plan.preparedFloats())));
        run(Phase.PREPARE, plan.inference(), 1);
        run(Phase.INFERENCE, plan.inference(), data.batch());
        outputs("inference.", outcome);
    }

    private void train(Outcome outcome) {
        prepareMemory();
        memory.put(Place.Area.GRADIENTS, one(poison(plan.stateFloats())));
        memory.put(Place.Area.OUTPUT_GRADIENT, data.outputGradients().toArray(float[][]::new));
        memory.put(
                Place.Area.INPUT_GRADIENT,
                data.inputs().stream().map(input -> poison(input.length)).toArray(float[][]::new));
        Plan.Session session = plan.training();
        float[] arena = poison(session.fixedFloats() + session.batchedFloats() * data.batch());
        memory.put(Place.Area.ARENA_FIXED, one(arena));
        memory.put(Place.Area.ARENA_BATCHED, one(arena));
        Maps.get(steps, Phase.FORWARD).forEach(step -> run(step, session, data.batch()));
        outputs("training.", outcome);
        Maps.get(steps, Phase.BACKWARD).forEach(step -> run(step, session, data.batch()));
        for (StateTensor tensor : subject.network().state()) {
            if (tensor.kind() != StateTensor.Kind.COUNTER) {
                outcome.put("after." + tensor.name(), part(Place.Area.STATE, tensor));
            }
        }
        for (Value value : subject.training().gradients().keySet()) {
            if (value.kind() == Value.Kind.INPUT) {
                int slot = subject.network().graph().inputs().indexOf(value);
                outcome.put("grad." + value.name(), Maps.get(memory, Place.Area.INPUT_GRADIENT)[slot]);
            } else {
                StateTensor tensor = subject.network().state().stream()
                        .filter(each -> each.name().equals(value.name()))
                        .findFirst()
                        .orElseThrow();
                outcome.put("grad." + value.name(), part(Place.Area.GRADIENTS, tensor));
            }
        }
    }

    private float[] part(Place.Area area, StateTensor tensor) {
        int offset = Maps.get(plan.stateOffsets(), tensor.name());
        return Arrays.copyOfRange(Maps.get(memory, area)[0], offset, offset + (int) tensor.elements());
    }

    private void prepareMemory() {
        float[] state = poison(plan.stateFloats());
        data.state()
                .forEach((name, values) ->
                        System.arraycopy(values, 0, state, Maps.get(plan.stateOffsets(), name), values.length));
        memory.put(Place.Area.STATE, one(state));
        memory.put(Place.Area.INPUT, data.inputs().toArray(float[][]::new));
        memory.put(
                Place.Area.OUTPUT,
                data.outputGradients().stream()
                        .map(gradient -> poison(gradient.length))
                        .toArray(float[][]::new));
    }

    private void outputs(String prefix, Outcome outcome) {
        float[][] outputs = Maps.get(memory, Place.Area.OUTPUT);
        for (int i = 0; i < outputs.length; i++) {
            outcome.put(prefix + subject.network().outputNames().get(i), outputs[i].clone());
        }
    }

    private void run(Phase phase, Plan.Session session, int batch) {
        float[] arena = poison(session.fixedFloats() + session.batchedFloats() * batch);
        memory.put(Place.Area.ARENA_FIXED, one(arena));
        memory.put(Place.Area.ARENA_BATCHED, one(arena));
        Maps.get(steps, phase).forEach(step -> run(step, session, batch));
    }

    private void run(Step step, Plan.Session session, int batch) {
        if (!holds(step.when(), batch)) {
            return;
        }
        Map<Buffer, float[]> buffers = new HashMap<>();
        step.buffers().forEach((buffer, tensor) -> buffers.put(buffer, view(tensor, session, batch)));
        Map<Buffer, float[]> before = new HashMap<>();
        buffers.forEach((buffer, floats) -> before.put(buffer, floats.clone()));
        Interpreter interpreter = new Interpreter(
                buffers, Map.of(), width == 1 ? Lanes.WIDTH : width, Intrinsic.ofRuntime(data.randomKey()), seed);
        interpreter.run(step.kernel(), Map.of(Axis.BATCH, (long) batch));
        buffers.forEach((buffer, floats) -> {
            Tensor tensor = Maps.get(step.buffers(), buffer);
            boolean written = tensor.equals(step.task().output());
            int own = written ? own(tensor, session, batch) : 0;
            for (int i = own; i < floats.length; i++) {
                if (Float.floatToRawIntBits(floats[i]) != Float.floatToRawIntBits(Maps.get(before, buffer)[i])) {
                    throw new AssertionError(
                            step.kernel().name() + " writes " + tensor.name() + " at " + i + ", which is not its own");
                }
            }
            if (written) {
                System.arraycopy(floats, 0, array(tensor, session), start(tensor, session, batch), own);
            }
        });
    }

    private static boolean holds(Guard guard, int batch) {
        return guard.nonNegative().stream()
                .map(index -> index.substitute(Axis.BATCH, Index.of(batch)))
                .allMatch(index -> index.constant() >= 0);
    }

    /** What a kernel sees of a tensor. */
    private float[] view(Tensor tensor, Plan.Session session, int batch) {
        float[] array = array(tensor, session);
        int start = start(tensor, session, batch);
        boolean callers = switch (Maps.get(session.places(), tensor).area()) {
            case STATE, PREPARED, GRADIENTS, ARENA_FIXED, ARENA_BATCHED -> false;
            case INPUT, OUTPUT, OUTPUT_GRADIENT, INPUT_GRADIENT -> true;
        };
        int end = start + own(tensor, session, batch) + (callers ? 0 : Lanes.WIDTH);
        if (end > array.length) {
            throw new AssertionError(tensor.name() + " ends at " + end + " in an array of " + array.length);
        }
        return Arrays.copyOfRange(array, start, end);
    }

    /** Floats that belong to a tensor; in our own arrays a multiple of 16 for each sample. */
    private static int own(Tensor tensor, Plan.Session session, int batch) {
        Layout layout = Maps.get(session.layouts(), tensor);
        int floats = Math.toIntExact(layout.floats());
        int samples = tensor.batched() ? batch : 1;
        return switch (Maps.get(session.places(), tensor).area()) {
            case STATE, PREPARED, GRADIENTS, ARENA_FIXED, ARENA_BATCHED ->
                (floats + Lanes.WIDTH - 1) / Lanes.WIDTH * Lanes.WIDTH * samples;
            case INPUT, OUTPUT, OUTPUT_GRADIENT, INPUT_GRADIENT -> floats * samples;
        };
    }

    private float[] array(Tensor tensor, Plan.Session session) {
        Place place = Maps.get(session.places(), tensor);
        return Maps.get(memory, place.area())[place.slot()];
    }

    private static int start(Tensor tensor, Plan.Session session, int batch) {
        Place place = Maps.get(session.places(), tensor);
        return switch (place.area()) {
            case ARENA_BATCHED -> place.offset() * batch;
            case ARENA_FIXED -> session.batchedFloats() * batch + place.offset();
            case STATE, PREPARED, GRADIENTS, INPUT, OUTPUT, OUTPUT_GRADIENT, INPUT_GRADIENT -> place.offset();
        };
    }

    private static float[][] one(float[] array) {
        return new float[][] {array};
    }

    private static float[] poison(int length) {
        float[] values = new float[length];
        Arrays.fill(values, Float.NaN);
        return values;
    }
}
