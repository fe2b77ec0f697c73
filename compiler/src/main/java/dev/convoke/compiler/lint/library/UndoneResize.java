package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.ChannelShuffle;
import dev.convoke.compiler.layer.library.Crop;
import dev.convoke.compiler.layer.library.Pad;
import dev.convoke.compiler.layer.library.Permute;
import dev.convoke.compiler.layer.library.Upsample;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Slide;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A layer that takes back what the one before it did to the shape: {@code Upsample(scale_factor=2) -> MaxPool(2)}. */
public final class UndoneResize implements LayerLint {
    private static final Set<String> ARRANGEMENTS =
            Set.of("ChannelShuffle", "Crop", "Flatten", "Permute", "PixelShuffle", "PixelUnshuffle", "Reshape");

    private static final Set<String> RESHAPES = Set.of("Flatten", "Reshape");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.UNDONE_RESIZE;
    }

    @Override
    public boolean looksAt(String kind) {
        return Slide.isOf(kind) || ARRANGEMENTS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return layer.onlyBefore()
                .filter(before ->
                        before.onlyAfter().isPresent() && before.streams().size() == 1)
                .filter(before -> undoes(before, layer))
                .map(before -> finding(before, layer));
    }

    private static boolean undoes(LayerUse before, LayerUse layer) {
        boolean back = layer.output().equals(before.input()) && !before.input().equals(before.output());
        boolean pixels = before.kind().equals("PixelShuffle") && layer.kind().equals("PixelUnshuffle")
                || before.kind().equals("PixelUnshuffle") && layer.kind().equals("PixelShuffle");
        boolean reshapes = RESHAPES.contains(before.kind()) && RESHAPES.contains(layer.kind());
        return back && (pixels || reshapes || uncovers(before, layer))
                || shrinks(before, layer)
                || restores(before, layer);
    }

    /** Whether windows stand as far apart as positions were repeated. */
    private static boolean shrinks(LayerUse before, LayerUse layer) {
        if (!before.is(Upsample.class)) {
            return false;
        }
        List<Slide> slides = layer.slides();
        return !slides.isEmpty()
                && layer.output().spatial().equals(before.input().spatial())
                && IntStream.range(0, slides.size())
                        .allMatch(i -> (long) before.input().spatial().get(i)
                                        * slides.get(i).window().stride()
                                == slides.get(i).in());
    }

    /** Whether exactly what was put around is cut off again. */
    private static boolean uncovers(LayerUse before, LayerUse layer) {
        Optional<Pad> pad = before.as(Pad.class);
        Optional<Crop> crop = layer.as(Crop.class);
        return pad.isPresent()
                && crop.isPresent()
                && pad.get()
                        .before()
                        .subList(1, pad.get().before().size())
                        .equals(crop.get().before());
    }

    /** Whether axes or channels are in their old order again. */
    private static boolean restores(LayerUse before, LayerUse layer) {
        Optional<Permute> first = before.as(Permute.class);
        Optional<Permute> second = layer.as(Permute.class);
        boolean permutes = first.isPresent()
                && second.isPresent()
                && IntStream.range(0, first.get().order().size())
                        .allMatch(i ->
                                first.get().order().get(second.get().order().get(i)) == i);
        Optional<ChannelShuffle> shuffle = before.as(ChannelShuffle.class);
        Optional<ChannelShuffle> other = layer.as(ChannelShuffle.class);
        boolean shuffles = shuffle.isPresent()
                && other.isPresent()
                && (long) shuffle.get().groups() * other.get().groups()
                        == layer.output().channels();
        return permutes || shuffles;
    }

    private static Diagnostic finding(LayerUse before, LayerUse layer) {
        return Diagnostic.of(
                        DiagnosticCode.UNDONE_RESIZE,
                        "`" + layer.text() + "` takes back what `" + before.text() + "` did",
                        layer.span(),
                        before.output() + " becomes " + layer.output())
                .also(before.span(), before.input() + " becomes " + before.output())
                .help("leave out both, or put a layer with weights between them");
    }
}
