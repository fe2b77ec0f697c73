package dev.convoke.compiler.graph;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;

/**
 * The place in the spec that a node comes from.
 *
 * @param path labels and numbers from the net's root, {@code layer1.0.conv1}; a stage without a label is named after its layer
 * @param text the stage as it stands in the spec with its values, {@code Conv(64, 3, padding=1, bias=false)}
 * @param span the stage in the source
 */
public record Origin(String path, String text, Span span) {
    /** Where a spec's own text has it, {@code line 12}; of another file with its name, {@code blocks.cnn line 12}. */
    public String line(SourceFile spec) {
        String line = "line " + span.line();
        String name = span.file().name();
        return span.file().equals(spec)
                ? line
                : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1) + " " + line;
    }
}
