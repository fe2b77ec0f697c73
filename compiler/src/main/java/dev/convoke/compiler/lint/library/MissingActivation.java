package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.library.Conv;
import dev.convoke.compiler.layer.library.ConvTranspose;
import dev.convoke.compiler.layer.library.Linear;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Quantifier;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Two layers of weights with nothing between them that is not linear: together they are one linear map. Factors of one on purpose are left
 * alone: groups (depthwise convolutions), a middle narrower than both ends (linear bottlenecks, low rank, autoencoders), rows and columns.
 */
public final class MissingActivation implements LayerLint {
    private static final Set<String> KINDS = Set.of("Linear", "Conv", "ConvTranspose");

    /** Linear in evaluation mode. */
    private static final Set<String> PASSED = passed();

    private static Set<String> passed() {
        Set<String> passed = new HashSet<>(Chain.AVERAGING);
        passed.addAll(List.of("BatchNorm", "Dropout", "Flatten", "Identity"));
        return Set.copyOf(passed);
    }

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.MISSING_ACTIVATION;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public Quantifier quantifier() {
        return Quantifier.EVERYWHERE_OR_BETWEEN_ROUNDS;
    }

    @Override
    public boolean looksAt(String kind) {
        return KINDS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return first(layer).map(first -> finding(first, layer));
    }

    /** The layer of weights whose result comes to another without an activation. */
    private static Optional<LayerUse> first(LayerUse layer) {
        if (!isWhole(layer)) {
            return Optional.empty();
        }
        return Chain.before(layer, PASSED)
                .filter(MissingActivation::isWhole)
                .filter(first -> Chain.after(first, PASSED).equals(Optional.of(layer)))
                .filter(first -> !isNarrow(first, layer) && !isRowAndColumn(first, layer));
    }

    /** Whether every channel of the result sees every channel of the input. */
    private static boolean isWhole(LayerUse layer) {
        return layer.is(Linear.class)
                || layer.as(Conv.class).filter(conv -> conv.groups() == 1).isPresent()
                || layer.as(ConvTranspose.class)
                        .filter(each -> each.conv().groups() == 1)
                        .isPresent();
    }

    private static boolean isNarrow(LayerUse first, LayerUse second) {
        Shape in = first.input();
        Shape middle = second.input();
        Shape out = second.output();
        boolean maps = in.rank() == out.rank() && in.rank() == middle.rank();
        boolean fewer = middle.elements() < Math.min(in.elements(), out.elements());
        return maps
                ? middle.channels() < Math.min(in.channels(), out.channels()) || fewer && isSmall(in, middle, out)
                : fewer;
    }

    /** Whether the middle has fewer positions than both ends, as in an autoencoder; mere strides reduce those of the result too. */
    private static boolean isSmall(Shape in, Shape middle, Shape out) {
        return Words.product(middle.spatial()) < Math.min(Words.product(in.spatial()), Words.product(out.spatial()));
    }

    /** Whether there is no axis along which both look further than one position. */
    private static boolean isRowAndColumn(LayerUse first, LayerUse second) {
        List<Integer> one = kernel(first);
        List<Integer> other = kernel(second);
        if (one.size() != other.size() || one.size() < 2) {
            return false;
        }
        boolean apart = true;
        for (int axis = 0; axis < one.size(); axis++) {
            apart &= one.get(axis) == 1 || other.get(axis) == 1;
        }
        return apart
                && one.stream().anyMatch(each -> each > 1)
                && other.stream().anyMatch(each -> each > 1);
    }

    private static List<Integer> kernel(LayerUse layer) {
        return layer.as(Layer.class).stream()
                .flatMap(each -> each.windows().stream())
                .map(Window::kernel)
                .toList();
    }

    private static Diagnostic finding(LayerUse first, LayerUse second) {
        Diagnostic finding = Diagnostic.of(
                        DiagnosticCode.MISSING_ACTIVATION,
                        "`" + first.text() + "` and `" + second.text()
                                + "` are one linear map: there is no activation between them",
                        second.span(),
                        "takes what is linear in the input of `" + first.name() + "`")
                .also(first.span(), "no activation behind it");
        Diagnostic noted = one(first, second)
                .map(one -> finding.note(said(first, second, one)))
                .orElse(finding);
        return first.trail().equals(second.trail()) && !first.isShared()
                ? noted.propose("put an activation between them", activation(first, second))
                : noted.help("put an activation between them: `-> Relu`");
    }

    /** Behind the first; before the second where all rounds of a loop need one there, the first of which has another layer before it. */
    private static Edit activation(LayerUse first, LayerUse second) {
        List<LayerUse> rounds = second.rounds();
        boolean all = rounds.size() > 1
                && rounds.stream().limit(2).allMatch(each -> first(each).isPresent());
        return all
                ? new Edit(stage(second).before(), "Relu -> ")
                : new Edit(last(first).span().after(), " -> Relu");
    }

    /** With its label. */
    private static Span stage(LayerUse layer) {
        return layer.call().filter(each -> !layer.isShared()).map(Stage::span).orElse(layer.span());
    }

    /** The layer behind which an activation belongs: the norm, if one follows. */
    private static LayerUse last(LayerUse first) {
        return first.onlyAfter()
                .filter(next -> next.kind().equals("BatchNorm") && next.trail().equals(first.trail()))
                .orElse(first);
    }

    /**
     * A layer that could do as much.
     *
     * @param weights how many it would have
     * @param border whether it would do the same at the border too
     */
    private record One(String text, long weights, boolean border) {}

    /** That they are no more than one layer: with the numbers only where these speak for it. */
    private static String said(LayerUse first, LayerUse second, One one) {
        long both = weights(first) + weights(second);
        return (one.weights() < both
                        ? "their " + grouped(both) + " weights can do no more than the " + grouped(one.weights())
                                + " of one `" + one.text() + "`"
                        : "together they can do no more than one `" + one.text() + "`")
                + (one.border() ? "" : ", apart from the border");
    }

    /** None if other layers stand between. */
    private static Optional<One> one(LayerUse first, LayerUse second) {
        if (!first.onlyAfter().equals(Optional.of(second))) {
            return Optional.empty();
        }
        int channels = second.output().channels();
        if (first.is(Linear.class) && second.is(Linear.class) && first.input().rank() == 1) {
            long weights = first.input().elements() * second.output().elements();
            return Optional.of(new One("Linear(" + channels + ")", weights, true));
        }
        if (!first.is(Conv.class) || !second.is(Conv.class)) {
            return Optional.empty();
        }
        List<Window> ones = first.as(Layer.class).orElseThrow().windows();
        List<Window> others = second.as(Layer.class).orElseThrow().windows();
        List<Long> kernel = new ArrayList<>();
        List<Long> stride = new ArrayList<>();
        for (int axis = 0; axis < ones.size(); axis++) {
            long step = ones.get(axis).stride();
            kernel.add((others.get(axis).extent() - 1) * step + ones.get(axis).extent());
            stride.add(step * others.get(axis).stride());
        }
        boolean strides = stride.stream().anyMatch(each -> each > 1);
        String text = "Conv(" + channels + ", " + Words.argument(kernel)
                + (strides ? ", stride=" + Words.argument(stride) : "") + ")";
        long weights = Words.product(kernel) * channels * first.input().channels();
        return Optional.of(new One(text, weights, false));
    }

    private static long weights(LayerUse layer) {
        return layer.parameter("weight").orElseThrow().extents().stream()
                .mapToLong(Integer::longValue)
                .reduce(1, (a, b) -> a * b);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
