package dev.convoke.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The examples in the pages of codes: the first must have the problem that the page is about, the second none. */
public final class PageExamples {
    private static final Pattern EXAMPLE = Pattern.compile("```(?:cnn|toml)\n(.*?)```", Pattern.DOTALL);

    private PageExamples() {}

    /** Checks the page of a code; a page may do without examples where none could be printed. */
    public static void check(DiagnosticCode code, Function<SourceFile, List<Diagnostic>> checker) {
        List<String> examples = of(code.page()).toList();
        if (examples.isEmpty()) {
            return;
        }
        assertThat(examples).as("a wrong and a right example of %s", code).hasSize(2);
        boolean error = code.severity() == Severity.ERROR;
        assertThat(code.page())
                .as("words that say which example is which")
                .containsSubsequence(
                        error ? "\nWrong:\n\n```" : "\nBad:\n\n```", error ? "\nRight:\n\n```" : "\nGood:\n\n```");
        assertThat(checker.apply(new SourceFile("wrong.cnn", examples.get(0))))
                .as("the wrong example of %s", code)
                .extracting(Diagnostic::code)
                .isNotEmpty()
                .containsOnly(code);
        assertThat(checker.apply(new SourceFile("right.cnn", examples.get(1))))
                .as("the right example of %s", code)
                .isEmpty();
    }

    /** The specs and configurations in a Markdown text. */
    public static Stream<String> of(String markdown) {
        Matcher matcher = EXAMPLE.matcher(markdown);
        return matcher.results().map(each -> each.group(1));
    }
}
