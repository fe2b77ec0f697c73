package dev.convoke.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosticCodeTest {
    @Test
    void codesAreUniqueAndWellFormed() {
        assertThat(Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[EW][1-6]\\d\\d"));
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeHasAPageThatBeginsWithItsMeaning(DiagnosticCode code) {
        assertThat(code.page()).startsWith("# " + code.code() + ": " + code.meaning() + "\n\n");
    }

    @Test
    void isFoundByCodeAndSlug() {
        assertThat(DiagnosticCode.find("E107")).contains(DiagnosticCode.MISSING_ARROW);
        assertThat(DiagnosticCode.find("e107")).contains(DiagnosticCode.MISSING_ARROW);
        assertThat(DiagnosticCode.find("missing-arrow")).contains(DiagnosticCode.MISSING_ARROW);
        assertThat(DiagnosticCode.find("E999")).isEmpty();
        assertThat(DiagnosticCode.MISSING_ARROW.severity()).isEqualTo(Severity.ERROR);
    }
}
