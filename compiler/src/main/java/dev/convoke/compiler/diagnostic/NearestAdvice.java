package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.Span;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The way out where a known name is near the one that is written. */
public final class NearestAdvice {
    private NearestAdvice() {}

    /**
     * With the nearest of the known names, empty if none is near. The fix is sure if one name alone is nearest and it cannot well be another name
     * ({@link NearestName#isTypingError}): {@code e3} is no typing error of {@code e4}.
     *
     * @param span where the name is written
     */
    public static Optional<Diagnostic> of(Diagnostic problem, Collection<String> known, String written, Span span) {
        return of(problem, known, written, span, UnaryOperator.identity());
    }

    /**
     * The same for names that stand in the text in another form, between quotes for instance.
     *
     * @param form the text of a name
     */
    public static Optional<Diagnostic> of(
            Diagnostic problem, Collection<String> known, String written, Span span, UnaryOperator<String> form) {
        List<String> near = NearestName.equallyNear(known, written);
        if (near.isEmpty()) {
            return Optional.empty();
        }
        if (near.size() > 1) {
            return Optional.of(problem.help("names near it: "
                    + near.stream()
                            .sorted()
                            .map(each -> "`" + form.apply(each) + "`")
                            .collect(Collectors.joining(", "))));
        }
        String meant = near.get(0);
        String text = form.apply(meant);
        String title = "write `" + text + "`";
        return Optional.of(
                NearestName.isTypingError(meant, written)
                        ? problem.fix(title, span, text)
                        : problem.propose(title, new Edit(span, text)));
    }
}
