package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.Span;
import java.util.Objects;

/**
 * A step of the way that led to a place of a block.
 *
 * @param what the instantiation with its values, {@code layer2.0 = BasicBlock(128, stride=2)}
 * @param at the call that asks for it
 */
public record Instantiation(String what, Span at) {
    public Instantiation {
        Objects.requireNonNull(what);
        Objects.requireNonNull(at);
    }

    /** What is said of it: "while building layer2.0 = BasicBlock(128, stride=2) at resnet.cnn:9:17". */
    String note() {
        return "while building " + what + " at " + at.place();
    }
}
