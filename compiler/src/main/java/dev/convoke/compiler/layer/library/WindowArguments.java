package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;

/** The arguments that layers with windows share: convolutions and pools. */
final class WindowArguments {
    static final Argument OUT_CHANNELS =
            Argument.required("out_channels", new ArgumentType.Whole(1, Integer.MAX_VALUE), "Channels of the result.");

    static final Argument KERNEL = Argument.required("kernel", new ArgumentType.Extents(1), "Extents of the window.");

    static final Argument STRIDE = Argument.optional(
            "stride",
            new ArgumentType.Extents(1),
            new ArgumentValue.Whole(1),
            "Positions from one window to the next.");

    /** Pools move by their windows. */
    static final Argument STRIDE_OF_POOL = Argument.optional(
            "stride",
            new ArgumentType.Extents(1),
            new ArgumentValue.SameAs("kernel"),
            "Positions from one window to the next.");

    /** Of convolutions. */
    static final Argument PADDING = Argument.optional(
            "padding",
            new ArgumentType.Padding(true),
            new ArgumentValue.Whole(0),
            "Zeros added on both sides, or `\"same\"`: as many as keep the extents (stride 1 only).");

    static final Argument DILATION = Argument.optional(
            "dilation",
            new ArgumentType.Extents(1),
            new ArgumentValue.Whole(1),
            "Positions from one tap of the window to the next.");

    static final Argument GROUPS = Argument.optional(
            "groups",
            new ArgumentType.Whole(1, Integer.MAX_VALUE),
            new ArgumentValue.Whole(1),
            "Parts that the channels are cut into; each part of the result sees one part of the input.");

    static final Argument CEIL_MODE = Argument.optional(
            "ceil_mode",
            new ArgumentType.Flag(),
            new ArgumentValue.Flag(false),
            "Whether a last window that hangs over the end counts.");

    private WindowArguments() {}

    /** A padding that cannot be {@code "same"}. */
    static Argument padding(String description) {
        return Argument.optional("padding", new ArgumentType.Padding(false), new ArgumentValue.Whole(0), description);
    }

    static Argument bias(String description) {
        return Argument.optional("bias", new ArgumentType.Flag(), new ArgumentValue.Flag(true), description);
    }
}
