package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.ArrangementProblems;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A {@link Conv} with a {@code padding_mode} other than zeros: something of the input is put around it, as PyTorch does it too, and then
 * windows need no padding.
 *
 * @param windows with their padding, as the spec has them
 * @param pad what is put around
 * @param conv of what the pad makes
 */
record BorderedConv(List<Window> windows, Pad pad, Conv conv) implements Layer {
    BorderedConv {
        windows = List.copyOf(windows);
    }

    /** A convolution whose padding is of a mode instead of zeros. */
    static Optional<? extends Layer> of(Conv zeros, String mode, Stage stage) {
        Border border = Border.valueOf(mode.toUpperCase(Locale.ROOT));
        Shape input = zeros.input();
        List<Integer> before = new ArrayList<>(List.of(0));
        List<Integer> extents = new ArrayList<>();
        List<Window> plain = new ArrayList<>();
        for (int axis = 0; axis < zeros.windows().size(); axis++) {
            Window window = zeros.windows().get(axis);
            int extent = input.spatial().get(axis);
            // Behind stands as much as before, or under "same" what keeps the extent.
            long reach = (zeros.outputShape().spatial().get(axis) - 1L) * window.stride() + Geometry.span(window);
            long after = Math.max(window.padding(), reach - extent - window.padding());
            int most = border.most(extent);
            if (Math.max(window.padding(), after) > most) {
                stage.report(ArrangementProblems.paddingTooLarge(
                        "padding_mode", mode, Math.toIntExact(Math.max(window.padding(), after)), most, input, stage));
                return Optional.empty();
            }
            before.add(window.padding());
            extents.add(Math.toIntExact(window.padding() + extent + after));
            plain.add(new Window(window.kernel(), window.stride(), 0, window.dilation()));
        }
        return Geometry.shape("Conv", input.channels(), extents, stage)
                .map(padded -> new BorderedConv(
                        zeros.windows(),
                        new Pad(input, before, border, 0, padded),
                        new Conv(padded, plain, zeros.groups(), zeros.bias(), zeros.outputShape())));
    }

    @Override
    public String kind() {
        return conv.kind();
    }

    @Override
    public Shape outputShape() {
        return conv.outputShape();
    }

    @Override
    public List<StateTensor> state() {
        return conv.state();
    }

    @Override
    public long multiplyAccumulates(List<Value> inputs) {
        return conv.multiplyAccumulates();
    }

    @Override
    public void lower(Lowering lowering) {
        Tensor padded =
                lowering.temporary("with border", true, pad.outputShape().extents());
        pad.define(lowering, padded);
        conv.define(lowering, lowering.output(), padded, 1);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Trained padded = pad.train(training, inputs.subList(0, 1));
        List<Value> operands = Axes.join(padded.output(), inputs.subList(1, inputs.size()));
        Value y = training.apply(conv, operands);
        return new Trained(y, gy -> {
            conv.parameterGradients(training, gy, operands);
            if (training.needsGradient(inputs.get(0))) {
                padded.backward().accept(training.apply(new ConvInputGradient(conv), List.of(gy, operands.get(1))));
            }
        });
    }
}
