package dev.convoke.runtime.training;

import dev.convoke.runtime.training.Optimiser.Update;
import java.util.List;

/** The arithmetic that {@link Adam} and {@link AdamW} share. */
final class AdamKernel {
    static final List<String> SLOTS = List.of("exp_avg", "exp_avg_sq");

    private AdamKernel() {}

    /** One step; {@code coupled} times the parameter is added to the gradient, and the parameter is multiplied by {@code kept} first. */
    static void apply(
            Update update, int from, int to, double beta1, double beta2, double eps, float coupled, float kept) {
        float[] p = update.parameters;
        float[] g = update.gradients;
        float[] mean = update.slots[0];
        float[] square = update.slots[1];
        float rise = (float) (1 - beta1);
        float keepSquare = (float) beta2;
        float riseSquare = (float) (1 - beta2);
        float width = (float) (update.rate / (1 - StrictMath.pow(beta1, update.time)));
        float unbias = (float) StrictMath.sqrt(1 - StrictMath.pow(beta2, update.time));
        float e = (float) eps;
        for (int i = from; i < to; i++) {
            float before = p[i] * kept;
            float gradient = g[i] + coupled * before;
            float m = mean[i] + rise * (gradient - mean[i]);
            float v = keepSquare * square[i] + riseSquare * gradient * gradient;
            mean[i] = m;
            square[i] = v;
            p[i] = before - width * (m / ((float) Math.sqrt(v) / unbias + e));
        }
    }
}
