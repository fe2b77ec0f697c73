package dev.convoke.compiler.layer;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.source.Span;
import java.util.Optional;

/** The stage of a spec at which a layer is built: what a problem with it needs to be told well. */
public interface Stage {
    /** The stage's call: {@code Conv(18, 3)}. */
    Span span();

    /** The stage with its label, {@code conv1: Conv(18, 3)}, if it stands in a text where a stage can be put before it. */
    default Optional<Span> labelled() {
        return Optional.empty();
    }

    /** Where an argument was given, or {@link #span()} if it was not. */
    Span argument(String name);

    /** The stage's path in the net, {@code layer1.0.conv1}. */
    String path();

    /** How the stream's extents along a spatial axis came about: {@code 28 -> conv1 26 -> pool 13}; the input first. */
    String history(int spatialAxis);

    /** The stage that made a vector of a feature map, {@code flatten (line 7)}, if there was one. */
    default Optional<String> flattenedBy() {
        return Optional.empty();
    }

    /** The smallest input of the net that would leave this stage enough, {@code image: [1, 38, 38]}, if it is known and not the stage's own. */
    default Optional<String> smallestInput() {
        return Optional.empty();
    }

    /** Reports a problem; the instantiations that led here are noted by the elaborator. */
    void report(Diagnostic diagnostic);
}
