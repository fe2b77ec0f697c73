package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Index;
import java.util.List;

/** The channels of one part; no loop where each part is one channel. */
record ChannelPart(List<Axis> axes, Index index) {
    static ChannelPart of(String name, int channels, int groups) {
        if (groups > 1 && channels == 1) {
            return new ChannelPart(List.of(), Index.ZERO);
        }
        Axis axis = Axis.of(name, channels);
        return new ChannelPart(List.of(axis), axis.index());
    }

    List<Axis> then(List<Axis> taps) {
        return Axes.join(axes, taps);
    }
}
