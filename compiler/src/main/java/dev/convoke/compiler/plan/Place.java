package dev.convoke.compiler.plan;

/**
 * Where a tensor is kept at run time.
 *
 * @param area which array
 * @param slot which of the caller's arrays, for those areas of which there are several
 * @param offset floats from the array's start, or from what generated code leaves free there; of {@link Area#ARENA_BATCHED} for one sample, to be multiplied by the batch
 */
public record Place(Area area, int slot, int offset) {
    /** The arrays of the runtime's frame. */
    public enum Area {
        STATE,
        PREPARED,
        GRADIENTS,
        ARENA_FIXED,
        ARENA_BATCHED,
        INPUT,
        OUTPUT,
        OUTPUT_GRADIENT,
        INPUT_GRADIENT
    }
}
