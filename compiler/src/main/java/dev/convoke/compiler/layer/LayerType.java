package dev.convoke.compiler.layer;

import dev.convoke.compiler.graph.Shape;
import java.util.List;
import java.util.Optional;

/** The facts of one kind of layer: what the catalogue holds. One file a layer, listed in {@link Catalogue}. */
public interface LayerType {
    /** As a spec names it: {@code Conv}. */
    String name();

    /** The group it stands under in the reference. */
    Group group();

    /** One line of prose for tables and completion. */
    String summary();

    /** In the order in which they may be given by position. */
    List<Argument> arguments();

    /** Markdown for the reference: what it computes, with its formula and the formula's source. */
    String documentation();

    /** A net that uses it, complete and without problems; it stands in the reference, and tests compile it. */
    String example();

    /**
     * The layer on an input, or nothing after a problem was reported to the stage.
     *
     * @param arguments each argument of {@link #arguments()} that was given or has a default, of its declared type
     */
    Optional<Layer> build(Arguments arguments, Shape input, Stage stage);

    /**
     * Whether it has parameters or buffers whatever its arguments and its input are: then a stage without a label is wrong even where
     * the layer cannot be built.
     */
    boolean alwaysHasState();

    /** Chapters of the reference. */
    enum Group {
        CONVOLUTION,
        DENSE,
        POOLING,
        NORMALISATION,
        ACTIVATION,
        SHAPE,
        REGULARISATION,
        INPUT
    }
}
