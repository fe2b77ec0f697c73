package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Stage;
import java.util.List;
import java.util.Optional;

/** A layer type as data. */
record Facts(
        String name,
        Group group,
        String summary,
        List<Argument> arguments,
        String documentation,
        String example,
        Builder builder,
        boolean alwaysHasState)
        implements LayerType {
    /** The layer's shape rule. */
    interface Builder {
        Optional<? extends Layer> build(Arguments arguments, Shape input, Stage stage);
    }

    Facts {
        arguments = List.copyOf(arguments);
    }

    /** Of a layer that has no state, or not always. */
    Facts(
            String name,
            Group group,
            String summary,
            List<Argument> arguments,
            String documentation,
            String example,
            Builder builder) {
        this(name, group, summary, arguments, documentation, example, builder, false);
    }

    /** The same of a layer that always has parameters or buffers. */
    Facts withState() {
        return new Facts(name, group, summary, arguments, documentation, example, builder, true);
    }

    @Override
    public Optional<Layer> build(Arguments given, Shape input, Stage stage) {
        return builder.build(given, input, stage).map(layer -> layer);
    }
}
