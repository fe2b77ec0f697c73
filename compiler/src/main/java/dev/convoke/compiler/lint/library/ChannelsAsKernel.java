package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.elaborate.Expansion;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.lint.Edits;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code Conv(3, 16, 3)} on three channels: in PyTorch the first number is the channels that arrive, the second those that are made and the third
 * the kernel; here that is a convolution to 3 channels with a kernel of 16 and a stride of 3.
 */
public final class ChannelsAsKernel implements LayerLint {
    private static final Set<String> KINDS = Set.of("Conv", "ConvTranspose", "SeparableConv");

    /** The smallest number of channels that no kernel is likely to be, beside an odd stride; LeNet's first layer makes six. */
    private static final int FEWEST = 6;

    /** The same along a line, where kernels are longer. */
    private static final int FEWEST_OF_A_LINE = 16;

    /** Beside an even stride, as of windows that do not overlap. */
    private static final int MANY = 24;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.CHANNELS_AS_KERNEL;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public boolean looksAt(String kind) {
        return KINDS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        boolean byPosition = isByPosition(layer.argument("out_channels"))
                && isByPosition(layer.argument("kernel"))
                && isByPosition(layer.argument("stride"));
        if (!byPosition
                || layer.isShared()
                || layer.output().channels() != layer.input().channels()) {
            return Optional.empty();
        }
        List<Window> windows = layer.as(Layer.class).map(Layer::windows).orElse(List.of());
        boolean alike = windows.stream().map(Window::kernel).distinct().count() == 1
                && windows.stream().map(Window::stride).distinct().count() == 1;
        return alike && isShifted(windows.get(0), windows.size())
                ? Optional.of(finding(layer, windows.get(0)))
                : Optional.empty();
    }

    private static boolean isByPosition(Optional<Expansion.Given> given) {
        return given.filter(each -> each.span().equals(each.value())).isPresent();
    }

    /** Whether the kernel looks like a number of channels, and the stride like a kernel. */
    private static boolean isShifted(Window window, int axes) {
        int kernel = window.kernel();
        int stride = window.stride();
        boolean odd = stride % 2 == 1 && kernel >= (axes == 1 ? FEWEST_OF_A_LINE : FEWEST) && (axes > 1 || stride > 1);
        return kernel % 2 == 0 && stride < kernel && (odd || axes > 1 && kernel >= MANY);
    }

    private static Diagnostic finding(LayerUse layer, Window window) {
        int channels = layer.input().channels();
        Expansion.Given first = layer.argument("out_channels").orElseThrow();
        return Diagnostic.of(
                        DiagnosticCode.CHANNELS_AS_KERNEL,
                        "`" + layer.text() + "` makes " + Words.count(channels, "channel", "channels")
                                + " with a kernel of " + window.kernel() + " and a stride of " + window.stride(),
                        layer.span(),
                        Words.count(channels, "channel", "channels") + " arrive" + (channels == 1 ? "s" : "")
                                + ", as the first number says")
                .note("PyTorch's first argument, `in_channels`, is not written here: the stream that arrives says it")
                .propose(
                        "leave it out: " + window.kernel() + " channels with a kernel of " + window.stride(),
                        Edits.withoutArgument(layer.call().orElseThrow(), first));
    }
}
