package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.compiler.loop.Matrix;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookToomTest {
    private static double[] times(Matrix matrix, double[] vector) {
        return matrix.rows().stream()
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int i = 0; i < vector.length; i++) {
                        sum += row.get(i) * vector[i];
                    }
                    return sum;
                })
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "4, 3", "3, 3", "2, 5", "3, 2", "1, 3"})
    void productsOfTransformsTransformedBackAreTheFiltered(int outputs, int taps) {
        CookToom form = CookToom.of(outputs, taps);
        Random random = new Random(1);
        double[] data = random.doubles(outputs + taps - 1, -1, 1).toArray();
        double[] filter = random.doubles(taps, -1, 1).toArray();
        double[] products = times(form.data(), data);
        double[] weights = times(form.filter(), filter);
        for (int i = 0; i < products.length; i++) {
            products[i] *= weights[i];
        }
        double[] results = times(form.results(), products);
        assertThat(results).hasSize(outputs);
        for (int i = 0; i < outputs; i++) {
            double direct = 0;
            for (int j = 0; j < taps; j++) {
                direct += data[i + j] * filter[j];
            }
            // The matrix of filters is rounded to float32.
            assertThat(results[i]).isCloseTo(direct, within(1e-6));
        }
    }

    @Test
    void matricesOfDataAndResultsAreExact() {
        CookToom form = CookToom.of(4, 3);
        assertThat(form.data().rows().get(0)).containsExactly(1.265625f, 0f, -2.8125f, 0f, 1f, 0f);
        assertThat(form.results().rows().get(1)).containsExactly(0f, 0.75f, -0.75f, 1.5f, -1.5f, 0f);
    }

    @Test
    void moreProductsThanPoints() {
        assertThatThrownBy(() -> CookToom.of(4, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
