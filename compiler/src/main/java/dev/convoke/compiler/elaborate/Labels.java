package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Template;
import dev.convoke.compiler.syntax.Walk;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Collects the labels that stand in a declaration, so that a suggested label is none of them; of one with holes what is
 * before the first, {@code conv{}.
 */
final class Labels extends Walk {
    private final Set<String> labels = new HashSet<>();

    private Labels() {}

    static Set<String> in(Optional<? extends Declaration> declaration) {
        Labels labels = new Labels();
        declaration.ifPresent(each -> each.match(labels));
        return Set.copyOf(labels.labels);
    }

    private void add(Optional<Template> label) {
        label.ifPresent(each -> labels.add(each.constant().orElseGet(() -> {
            String written = each.span().text();
            return written.substring(0, written.indexOf('{') + 1);
        })));
    }

    @Override
    public Walk call(Stage.Call call) {
        add(call.label());
        return super.call(call);
    }

    @Override
    public Walk inline(Stage.Inline inline) {
        add(inline.label());
        return super.inline(inline);
    }
}
