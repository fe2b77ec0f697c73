package dev.convoke.runtime.training;

/** What becomes of the losses of a batch's samples and elements, as PyTorch's {@code reduction}. */
public enum Reduction {
    /** Their mean; with class weights the weighted mean, and what is ignored does not count. */
    MEAN,
    /** Their sum. */
    SUM
}
