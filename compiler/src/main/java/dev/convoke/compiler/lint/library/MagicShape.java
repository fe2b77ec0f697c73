package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.library.Flatten;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;
import java.util.Set;

/** A {@code Linear} whose weights depend on the size of the image, which the spec says nowhere. */
public final class MagicShape implements LayerLint {
    private static final Set<String> PASSED = Set.of("Dropout", "Identity", "Relu");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.MAGIC_SHAPE;
    }

    @Override
    public boolean onByDefault() {
        return false;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public boolean looksAt(String kind) {
        return kind.equals("Linear");
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return Chain.before(layer, PASSED)
                .filter(each -> each.is(Flatten.class))
                .filter(flatten -> !flatten.before().isEmpty() && positions(flatten.input()) > 1)
                .filter(flatten -> !isChecked(flatten))
                .map(flatten -> finding(layer, flatten));
    }

    private static long positions(Shape shape) {
        return shape.elements() / shape.channels();
    }

    /** Whether an {@code is} stands behind the flattening or before it. */
    private static boolean isChecked(LayerUse flatten) {
        String text = flatten.span().file().text();
        String behind = text.substring(flatten.span().end()).stripLeading();
        String before = text.substring(0, flatten.span().start()).stripTrailing();
        String stage =
                before.endsWith("->") ? before.substring(0, before.length() - 2).stripTrailing() : before;
        return behind.startsWith("is ") || behind.startsWith("is[") || stage.endsWith("]");
    }

    private static Diagnostic finding(LayerUse linear, LayerUse flatten) {
        Shape shape = flatten.input();
        long features = flatten.output().elements();
        return Diagnostic.of(
                        DiagnosticCode.MAGIC_SHAPE,
                        "`" + linear.text() + "` has " + features + " inputs because the image is as large as it is",
                        linear.span(),
                        features + " = "
                                + String.join(
                                        " * ",
                                        shape.extents().stream()
                                                .map(String::valueOf)
                                                .toList()))
                .also(flatten.span(), "gets " + shape)
                .note(
                        "with another input, stride or padding it is another layer, which loads other weights, and nothing here says so")
                .fix("say what is meant", flatten.span().after(), " is [" + features + "]");
    }
}
