package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Interpreter;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.Phase;
import dev.convoke.compiler.plan.Place;
import dev.convoke.compiler.plan.Plan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs the kernels of a plan in the interpreter, in memory laid out as a runtime does it. What nothing wrote is NaN. */
final class PlanRun {
    private final Plan plan;
    private final int width;
    private final int batch;
    private final Map<Phase, List<Step>> steps;
    private final Map<Plan.Session, float[]> arenas = new HashMap<>();
    final float[] state;
    final float[] prepared;
    final float[] gradients;
    final float[][] inputs;
    final float[][] outputs;
    final float[][] outputGradients;
    final float[][] inputGradients;

    PlanRun(Plan plan, int width, int batch) {
        this.plan = plan;
        this.width = width;
        this.batch = batch;
        this.steps = Scheduler.schedule(plan, width);
        this.state = unwritten(plan.stateFloats());
        this.prepared = unwritten(plan.preparedFloats());
        this.gradients = unwritten(plan.stateFloats());
        this.inputs = arrays(Place.Area.INPUT);
        this.outputs = arrays(Place.Area.OUTPUT);
        this.outputGradients = arrays(Place.Area.OUTPUT_GRADIENT);
        this.inputGradients = arrays(Place.Area.INPUT_GRADIENT);
    }

    private static float[] unwritten(long floats) {
        float[] array = new float[Math.toIntExact(floats)];
        Arrays.fill(array, Float.NaN);
        return array;
    }

    private float[][] arrays(Place.Area area) {
        Map<Integer, float[]> slots = new HashMap<>();
        for (Plan.Session session : List.of(plan.inference(), plan.training())) {
            session.places().forEach((tensor, place) -> {
                if (place.area() == area) {
                    slots.put(place.slot(), unwritten(tensor.elements() * batch));
                }
            });
        }
        float[][] arrays = new float[slots.size()][];
        slots.forEach((slot, array) -> arrays[slot] = array);
        return arrays;
    }

    /** Runs all steps of a phase, parallel loops in an order that the seed decides. */
    void run(Phase phase, long seed) {
        Plan.Session session = plan.session(phase);
        float[] arena =
                arenas.computeIfAbsent(session, s -> unwritten((long) s.batchedFloats() * batch + s.fixedFloats()));
        for (Step step : Objects.requireNonNull(steps.get(phase))) {
            Guard when = step.when().map(i -> i.substitute(Axis.BATCH, Index.of(batch)));
            if (!when.neverHolds()) {
                run(step, session, arena, seed);
            }
        }
    }

    private void run(Step step, Plan.Session session, float[] arena, long seed) {
        Map<Buffer, float[]> arrays = new HashMap<>();
        Map<Buffer, Long> starts = new HashMap<>(Map.of(Buffer.SUMS, 0L));
        step.buffers().forEach((buffer, tensor) -> {
            Place place = Objects.requireNonNull(session.places().get(tensor), () -> "no place for " + tensor);
            arrays.put(buffer, array(place, arena));
            starts.put(buffer, start(place, session));
        });
        try {
            Interpreter.overBuffers(arrays)
                    .withWidth(width)
                    .shuffled(seed)
                    .run(shifted(step.kernel(), starts), Map.of(Axis.BATCH, (long) batch));
        } catch (RuntimeException e) {
            throw new AssertionError(step.task().label() + ": " + e.getMessage(), e);
        }
    }

    private float[] array(Place place, float[] arena) {
        return switch (place.area()) {
            case STATE -> state;
            case PREPARED -> prepared;
            case GRADIENTS -> gradients;
            case ARENA_FIXED, ARENA_BATCHED -> arena;
            case INPUT -> inputs[place.slot()];
            case OUTPUT -> outputs[place.slot()];
            case OUTPUT_GRADIENT -> outputGradients[place.slot()];
            case INPUT_GRADIENT -> inputGradients[place.slot()];
        };
    }

    private long start(Place place, Plan.Session session) {
        return switch (place.area()) {
            case STATE, PREPARED, GRADIENTS -> place.offset();
            case ARENA_FIXED -> (long) session.batchedFloats() * batch + place.offset();
            case ARENA_BATCHED -> (long) place.offset() * batch;
            case INPUT, OUTPUT, OUTPUT_GRADIENT, INPUT_GRADIENT -> 0;
        };
    }

    /** The kernel with addresses in whole arrays, so that buffers that overlap show. */
    private static Kernel shifted(Kernel kernel, Map<Buffer, Long> starts) {
        ExpressionRewriter expressions = new ExpressionRewriter() {
            @Override
            public Expression fetch(Expression.Fetch fetch) {
                long start = Objects.requireNonNull(starts.get(fetch.buffer()));
                return new Expression.Fetch(fetch.buffer(), fetch.at().plus(start), fetch.lanes());
            }
        };
        return kernel.withBody(
                new StatementRewriter() {
                    @Override
                    protected Expression expression(Expression expression) {
                        return expressions.rewrite(expression);
                    }

                    @Override
                    public Statement put(Statement.Put put) {
                        long start = Objects.requireNonNull(starts.get(put.buffer()));
                        return new Statement.Put(
                                put.buffer(), put.at().plus(start), expression(put.value()), put.lanes());
                    }
                }.rewrite(kernel.body()));
    }

    /** Puts the values of the state's tensors where they belong. */
    void setState(Map<String, double[]> values) {
        plan.stateOffsets().forEach((name, offset) -> {
            double[] elements = values.get(name);
            for (int i = 0; elements != null && i < elements.length; i++) {
                state[offset + i] = (float) elements[i];
            }
        });
    }

    /** The elements of a tensor of the state, or of its gradient. */
    float[] elements(float[] array, String name, Tensor tensor) {
        int offset = Objects.requireNonNull(plan.stateOffsets().get(name));
        return Arrays.copyOfRange(array, offset, offset + Math.toIntExact(tensor.elements()));
    }
}
