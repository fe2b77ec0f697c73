package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Template;
import java.util.Optional;

/** A label on a layer that has no parameters to name, and that no {@code use} asks for. */
public final class NeedlessLabel implements LayerLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.NEEDLESS_LABEL;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        if (layer.isShared()
                || layer.hasState()
                || layer.call().flatMap(Stage.Call::label).isEmpty()) {
            return Optional.empty();
        }
        return layer.call()
                .flatMap(
                        call -> call.label().filter(label -> !isUsed(label)).map(label -> finding(layer, call, label)));
    }

    /** Whether some {@code use} of the file might mean it. */
    private static boolean isUsed(Template label) {
        String file = label.span().file().text();
        return label.constant().isEmpty()
                ? file.contains("use ")
                : file.contains("use " + label.span().text());
    }

    private static Diagnostic finding(LayerUse layer, Stage.Call call, Template label) {
        return Diagnostic.of(
                        DiagnosticCode.NEEDLESS_LABEL,
                        "`" + layer.kind() + "` has no parameters that the label `"
                                + label.span().text() + "` could name",
                        label.span(),
                        "names nothing")
                .fix(
                        "leave the label out",
                        call.span().file().span(call.span().start(), call.call().start()),
                        "");
    }
}
