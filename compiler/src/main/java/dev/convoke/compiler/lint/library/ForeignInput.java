package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.elaborate.Expansion;
import dev.convoke.compiler.elaborate.ForeignShape;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.LintedNet;
import dev.convoke.compiler.lint.NetLint;
import dev.convoke.compiler.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An input in whose shape the channels stand last, or a number of samples first, of a net with windows over it. Who puts the axes in another order, or gives
 * a window a size for each axis, knows what they are.
 */
public final class ForeignInput implements NetLint {
    private static final List<String> ARRANGING = List.of("Permute", "Reshape");
    private static final List<String> OF_WINDOWS = List.of("kernel", "stride", "padding", "dilation");

    private final ForeignShape.Habit habit;

    /** @param habit the one to look for */
    public ForeignInput(ForeignShape.Habit habit) {
        this.habit = habit;
    }

    @Override
    public DiagnosticCode code() {
        return code(habit);
    }

    private static DiagnosticCode code(ForeignShape.Habit habit) {
        return switch (habit) {
            case CHANNELS_LAST -> DiagnosticCode.CHANNELS_LAST;
            case SAMPLES_FIRST -> DiagnosticCode.SAMPLES_FIRST;
        };
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public void check(LintedNet net, Findings findings) {
        for (Value input : net.network().graph().inputs()) {
            foreign(net, input)
                    .filter(each -> each.habit() == habit)
                    .ifPresent(each -> findings.at(net, finding(net, input, each)));
        }
    }

    /** Whether an input of the net is told to be written in another order: then the extents of its maps are not the ones that are meant. */
    static boolean isTold(LintedNet net) {
        return net.network().graph().inputs().stream()
                .anyMatch(each -> foreign(net, each)
                        .filter(shape -> net.runs(code(shape.habit())))
                        .isPresent());
    }

    private static Optional<ForeignShape> foreign(LintedNet net, Value input) {
        return ForeignShape.of(input.shape()).filter(each -> isTakenAsMap(net));
    }

    private static boolean isTakenAsMap(LintedNet net) {
        return ARRANGING.stream().noneMatch(net::has)
                && net.layers().stream().anyMatch(each -> !windows(each).isEmpty())
                && net.layers().stream().noneMatch(ForeignInput::hasSizeForEachAxis);
    }

    private static List<?> windows(LayerUse layer) {
        return layer.as(Layer.class).map(Layer::windows).orElse(List.of());
    }

    private static boolean hasSizeForEachAxis(LayerUse layer) {
        return OF_WINDOWS.stream()
                .flatMap(each -> layer.argument(each).stream())
                .map(Expansion.Given::value)
                .anyMatch(each -> each.text().startsWith("("));
    }

    private Diagnostic finding(LintedNet net, Value input, ForeignShape foreign) {
        Shape shape = input.shape();
        Span statement = net.input(input.name());
        Diagnostic finding = Diagnostic.of(
                code(),
                "`" + input.name() + "` has " + Words.count(shape.channels(), "channel", "channels") + " of "
                        + Words.size(shape.spatial()) + " positions each",
                statement,
                switch (habit) {
                    case CHANNELS_LAST -> "the channels come first";
                    case SAMPLES_FIRST -> "one sample, its channels first";
                });
        Diagnostic noted = switch (habit) {
            case CHANNELS_LAST -> finding;
            case SAMPLES_FIRST ->
                finding.note("how many samples there are is no part of a spec: it is said at run time");
        };
        Shape meant = foreign.meant().get(0);
        Optional<Edit> edit = foreign.meant().size() == 1 ? edit(statement, shape, meant) : Optional.empty();
        return edit.map(each -> noted.propose("write `" + meant + "`", each))
                .orElseGet(() -> noted.help(
                        foreign.meant().size() == 1
                                ? "write `" + meant + "`"
                                : "write `" + meant + "` for pictures, `"
                                        + foreign.meant().get(1) + "` for volumes"));
    }

    /** Empty where the shape is not written in numbers. */
    private static Optional<Edit> edit(Span statement, Shape shape, Shape meant) {
        String numbers = shape.extents().stream()
                .map(String::valueOf)
                .collect(Collectors.joining("\\s*,\\s*", "\\[\\s*", "\\s*,?\\s*\\]"));
        Matcher written = Pattern.compile(numbers).matcher(statement.text());
        return written.find()
                ? Optional.of(new Edit(
                        statement.file().span(statement.start() + written.start(), statement.start() + written.end()),
                        meant.toString()))
                : Optional.empty();
    }
}
