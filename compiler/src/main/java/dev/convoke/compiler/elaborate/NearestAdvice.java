package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.diagnostic.NearestName;
import dev.convoke.compiler.source.Span;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The way out where a known name is near the one that is written. */
final class NearestAdvice {
    private NearestAdvice() {}

    /**
     * With the nearest of the known names, empty if none is near. The fix is sure if one name alone is nearest and more than a number tells it
     * from what is written: {@code e3} is no typing error of {@code e4}.
     *
     * @param span where the name is written
     */
    static Optional<Diagnostic> of(Diagnostic problem, Collection<String> known, String written, Span span) {
        List<String> near = NearestName.equallyNear(known, written);
        if (near.isEmpty()) {
            return Optional.empty();
        }
        if (near.size() > 1) {
            return Optional.of(problem.help("names near it: "
                    + near.stream().sorted().map(each -> "`" + each + "`").collect(Collectors.joining(", "))));
        }
        String meant = near.get(0);
        String title = "write `" + meant + "`";
        return Optional.of(
                NearestName.differInDigits(meant, written)
                        ? problem.propose(title, new Edit(span, meant))
                        : problem.fix(title, span, meant));
    }
}
