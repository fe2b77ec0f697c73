package dev.convoke.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    private static final List<String> NAMES =
            List.of("Conv", "Linear", "Relu", "Relu6", "LeakyRelu", "BatchNorm", "c", "h");

    @Test
    void findsTypingErrors() {
        assertThat(NearestName.among(NAMES, "Cnov")).contains("Conv");
        assertThat(NearestName.among(NAMES, "Linaer")).contains("Linear");
        assertThat(NearestName.among(NAMES, "BatchNrom")).contains("BatchNorm");
    }

    @Test
    void ignoresCaseAndUnderscores() {
        assertThat(NearestName.among(NAMES, "RELU")).contains("Relu");
        assertThat(NearestName.among(NAMES, "batch_norm")).contains("BatchNorm");
        assertThat(NearestName.among(NAMES, "relu6")).contains("Relu6");
    }

    @Test
    void findsNothingFarAway() {
        assertThat(NearestName.among(NAMES, "Attention")).isEmpty();
        assertThat(NearestName.among(NAMES, "w")).isEmpty();
        assertThat(NearestName.among(List.of(), "Conv")).isEmpty();
    }

    @Test
    void namesThatMayBeMeantAreNoTypingErrors() {
        assertThat(NearestName.isTypingError("conv1", "conv2")).isFalse();
        assertThat(NearestName.isTypingError("Relu", "Relu6")).isFalse();
        assertThat(NearestName.isTypingError("up", "us")).isFalse();
        assertThat(NearestName.isTypingError("skip", "ski")).isFalse();
    }

    @Test
    void aWrongLetterInALongNameIsATypingError() {
        assertThat(NearestName.isTypingError("Conv", "Cnov")).isTrue();
        assertThat(NearestName.isTypingError("conv1", "cnov1")).isTrue();
        assertThat(NearestName.isTypingError("fc", "FC")).isTrue();
        assertThat(NearestName.isTypingError("in_c", "inc")).isTrue();
    }

    @Test
    void distanceCountsSwapsOnce() {
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
        assertThat(NearestName.distance("abcd", "acbd")).isEqualTo(1);
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    }
}
