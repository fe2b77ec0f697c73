package dev.convoke.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTextTest {
    /** As JDK 19 and newer print them. */
    @ParameterizedTest
    @CsvSource({
        "0f, 0.0",
        "-0f, -0.0",
        "1f, 1.0",
        "-0.1f, -0.1",
        "100f, 100.0",
        "1234567f, 1234567.0",
        "1e7f, 1.0E7",
        "0.001f, 0.001",
        "0.0001f, 1.0E-4",
        "-1073741824f, -1.0737418E9",
        "2e10f, 2.0E10",
        "1.4e-45f, 1.4E-45",
        "3.4028235e38f, 3.4028235E38",
        "0.23570226f, 0.23570226"
    })
    void shortest(float value, String text) {
        assertThat(FloatText.of(value)).isEqualTo(text);
    }

    @Test
    void readsBackAsItself() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                String text = FloatText.of(value);
                assertThat(Float.parseFloat(text)).isEqualTo(value);
                assertThat(text.length())
                        .isLessThanOrEqualTo(Float.toString(value).length());
                if (Runtime.version().feature() >= 19) {
                    assertThat(text).isEqualTo(Float.toString(value));
                }
            }
        }
    }
}
