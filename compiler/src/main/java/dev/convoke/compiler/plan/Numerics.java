package dev.convoke.compiler.plan;

/** Whether algorithms may be chosen that round differently from a sum of products in order. */
public enum Numerics {
    /** Winograd's, where it is faster: about twice the rounding error of direct convolution. Long sums of linear layers in parts: a smaller error. */
    FAST,
    /** None: every convolution and linear layer is one chain of multiply-adds for each element. */
    EXACT
}
