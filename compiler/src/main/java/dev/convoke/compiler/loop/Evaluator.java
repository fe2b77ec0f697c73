package dev.convoke.compiler.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes {@link Definition}s as they are written, without loops being made of them: the truth that schedules and generated code
 * are compared with. Arrays are row-major, the batch first; they are of doubles in both precisions, as every float is a double.
 *
 * @param precision how results of operations are rounded
 * @param batch the number of samples
 * @param intrinsics functions and random numbers; the functions are used in {@link Precision#FLOAT} only
 */
public record Evaluator(Precision precision, int batch, Intrinsics intrinsics) {
    /** How results of operations are rounded. */
    public enum Precision {
        /** Everything in double precision: for finite differences, and to measure rounding errors. */
        DOUBLE,
        /** The bits that generated code computes: each operation rounded to float32, sums of products as chains of FMAs. */
        FLOAT
    }

    public static Evaluator inDouble(int batch) {
        return new Evaluator(Precision.DOUBLE, batch, Intrinsics.reference(0));
    }

    public static Evaluator inFloat(int batch) {
        return new Evaluator(Precision.FLOAT, batch, Intrinsics.reference(0));
    }

    public Evaluator withIntrinsics(Intrinsics other) {
        return new Evaluator(precision, batch, other);
    }

    /** The elements of a tensor, the batch counted. */
    public int elements(Tensor tensor) {
        return Math.toIntExact(tensor.batched() ? Math.multiplyExact(batch, tensor.elements()) : tensor.elements());
    }

    /** The values of the defined tensor, given those of all tensors that it is made of. */
    public double[] evaluate(Definition definition, Map<Tensor, double[]> environment) {
        environment.forEach((tensor, values) -> {
            if (values.length != elements(tensor)) {
                throw new IllegalArgumentException(
                        "%s has %d elements, not %d".formatted(tensor.name(), elements(tensor), values.length));
            }
        });
        Variables variables = new Variables();
        int batchSlot = variables.bind(Axis.BATCH);
        definition.axes().forEach(axis -> variables.bind(axis.variable()));
        Odometer odometer = new Odometer(definition.axes(), variables);
        EvaluatorCode.Code code = definition.value().match(new EvaluatorCode(this, environment, variables));
        Elements elements = new Elements(
                definition.output(),
                variables.codes(definition.axes().stream().map(Axis::index).toList()),
                batch);
        double[] result = new double[elements(definition.output())];
        long[] values = new long[variables.count()];
        values[batchSlot] = batch;
        odometer.start(values);
        do {
            result[elements.at(values)] = code.at(values);
        } while (odometer.next(values));
        return result;
    }

    /** Runs definitions in order; each sees the tensors of the environment and of the definitions before it. */
    public Map<Tensor, double[]> run(List<Definition> definitions, Map<Tensor, double[]> environment) {
        Map<Tensor, double[]> all = new LinkedHashMap<>(environment);
        for (Definition definition : definitions) {
            all.put(definition.output(), evaluate(definition, all));
        }
        return all;
    }

    public static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    public static float[] narrow(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    double round(double value) {
        return precision == Precision.FLOAT ? (float) value : value;
    }

    // The sum, difference, product, quotient and root of floats, taken in double precision and rounded once more, are
    // the correctly
    // rounded ones in float32; a fused multiply-add is not, so it is asked for by name.
    double fma(double a, double b, double c) {
        return precision == Precision.FLOAT ? Math.fma((float) a, (float) b, (float) c) : a * b + c;
    }

    double apply(Expression.UnaryOperation operation, double operand) {
        boolean exact = switch (operation) {
            case NEGATE, ABS, SQRT, FLOOR -> true;
            case EXP, LOG, TANH, SIGMOID, ERF -> false;
        };
        return precision == Precision.FLOAT && !exact
                ? intrinsics.apply(operation, (float) operand)
                : round(Functions.apply(operation, operand));
    }
}
