package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The matrices of Winograd's minimal filtering F(m, r): {@code m} neighbouring results of a filter of {@code r} taps from
 * {@code m + r - 1} products instead of {@code m * r}, by interpolation at that many points, infinity among them. {@code y = results * ((filter * g) .
 * (data * d))}, products element by element (Winograd, "Arithmetic Complexity of Computations", 1980; Lavin and Gray, "Fast Algorithms for
 * Convolutional Neural Networks", 2016).
 *
 * <p>The points decide the rounding error: with 0, 3/4, -3/4, 3/2, -3/2 it is less than half of what the usual 0, 1, -1, 2, -2 give (measured
 * over random tiles of 64 channels: 0.94e-6 against 2.3e-6 of the largest result, a direct sum has 0.51e-6). They are binary fractions, so that
 * the matrices of data and results are exact.
 *
 * @param results {@code [m, m + r - 1]}
 * @param filter {@code [m + r - 1, r]}
 * @param data {@code [m + r - 1, m + r - 1]}
 */
record CookToom(Matrix results, Matrix filter, Matrix data) {
    private static final double[] FEW = {0, 1, -1};
    private static final double[] MANY = {0, 0.75, -0.75, 1.5, -1.5};

    /** The most products along one axis for which there are points. */
    static final int MOST_PRODUCTS = MANY.length + 1;

    static CookToom of(int outputs, int taps) {
        int products = outputs + taps - 1;
        double[] points = products - 1 <= FEW.length ? FEW : MANY;
        if (products < 2 || products - 1 > points.length) {
            throw new IllegalArgumentException("F(" + outputs + ", " + taps + ")");
        }
        int finite = products - 1;
        List<List<Float>> results = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            List<Float> row = new ArrayList<>();
            for (int j = 0; j < finite; j++) {
                row.add((float) power(points[j], i));
            }
            row.add(i == outputs - 1 ? 1f : 0f);
            results.add(row);
        }
        List<List<Float>> filter = new ArrayList<>();
        List<List<Float>> data = new ArrayList<>();
        for (int i = 0; i < products; i++) {
            List<Float> row = new ArrayList<>();
            for (int j = 0; j < taps; j++) {
                row.add((float) (i < finite ? power(points[i], j) / others(points, finite, i) : j == taps - 1 ? 1 : 0));
            }
            filter.add(row);
            data.add(polynomial(points, finite, i));
        }
        return new CookToom(new Matrix(results), new Matrix(filter), new Matrix(data));
    }

    /** Results along one axis that are computed at once. */
    int outputs() {
        return results.rows().size();
    }

    /** Taps of the filter. */
    int taps() {
        return filter.columns();
    }

    /** Products along one axis, and positions of the input that they need. */
    int products() {
        return results.columns();
    }

    private static double power(double base, int exponent) {
        double power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= base;
        }
        return power;
    }

    /** The product of the distances of a point to all others. */
    private static double others(double[] points, int finite, int own) {
        double product = 1;
        for (int j = 0; j < finite; j++) {
            product *= j == own ? 1 : points[own] - points[j];
        }
        return product;
    }

    /** The coefficients, from the constant on, of the polynomial that vanishes at all points but {@code own}. */
    private static List<Float> polynomial(double[] points, int finite, int own) {
        double[] coefficients = new double[finite + 1];
        coefficients[0] = 1;
        int degree = 0;
        for (int j = 0; j < finite; j++) {
            if (j == own) {
                continue;
            }
            degree++;
            for (int k = degree; k >= 0; k--) {
                coefficients[k] = (k > 0 ? coefficients[k - 1] : 0) - points[j] * coefficients[k];
            }
        }
        List<Float> row = new ArrayList<>();
        for (double coefficient : coefficients) {
            row.add((float) coefficient);
        }
        return row;
    }
}
