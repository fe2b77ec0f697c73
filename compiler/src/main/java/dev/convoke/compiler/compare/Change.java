package dev.convoke.compiler.compare;

import java.util.List;
import java.util.Optional;

/**
 * One difference between two nets. Shapes are of one sample.
 *
 * @param kind what changed
 * @param name of the input, output or tensor, or the path of the layers; as the old net has it, but for what is new
 * @param to its name in the new net, where it has another; of layers what they are now
 * @param before the old shape; of layers what they were
 * @param after the new shape, or what the layers are now
 * @param count tensors or layers that it is about
 */
public record Change(
        Kind kind, String name, Optional<String> to, Optional<String> before, Optional<String> after, int count) {
    /** What changed. */
    public enum Kind {
        /** The new net has an input more. */
        INPUT_ADDED(Topic.INTERFACE),
        /** The new net lacks an input. */
        INPUT_REMOVED(Topic.INTERFACE),
        /** An input has another shape. */
        INPUT_CHANGED(Topic.INTERFACE),
        /** The inputs are declared in another order. */
        INPUTS_REORDERED(Topic.INTERFACE),
        /** The new net has an output more. */
        OUTPUT_ADDED(Topic.INTERFACE),
        /** The new net lacks an output. */
        OUTPUT_REMOVED(Topic.INTERFACE),
        /** An output has another shape. */
        OUTPUT_CHANGED(Topic.INTERFACE),
        /** The outputs are declared in another order. */
        OUTPUTS_REORDERED(Topic.INTERFACE),
        /** Tensors have other names and the same shapes: a layer, or a stage with all in it, was renamed. */
        TENSORS_RENAMED(Topic.WEIGHTS),
        /** Tensors have other names and some of them other shapes: a layer seems to have been renamed and widened. */
        TENSORS_RENAMED_AND_RESHAPED(Topic.WEIGHTS),
        /** A tensor has another shape. */
        TENSOR_RESHAPED(Topic.WEIGHTS),
        /** The new net has tensors that the old weights lack. */
        TENSORS_ADDED(Topic.WEIGHTS),
        /** The old weights have tensors that the new net lacks. */
        TENSORS_REMOVED(Topic.WEIGHTS),
        /** The tensors come in another order; weights load by name, so this is no matter for them. */
        TENSORS_REORDERED(Topic.COMPUTATION),
        /** Layers compute something else with the same weights. */
        LAYERS_CHANGED(Topic.COMPUTATION),
        /** Layers without weights are new. */
        LAYERS_ADDED(Topic.COMPUTATION),
        /** Layers without weights are gone. */
        LAYERS_REMOVED(Topic.COMPUTATION),
        /** The same layers run in another order. */
        LAYERS_REORDERED(Topic.COMPUTATION);

        private final Topic topic;

        Kind(Topic topic) {
            this.topic = topic;
        }

        public Topic topic() {
            return topic;
        }
    }

    /** Whom a change concerns. */
    public enum Topic {
        /** Callers: inputs and outputs. */
        INTERFACE,
        /** Weights: those of the old net do not load into the new one. */
        WEIGHTS,
        /** Results: the new net computes others from the same weights. */
        COMPUTATION
    }

    static Change of(Kind kind, String name) {
        return new Change(kind, name, Optional.empty(), Optional.empty(), Optional.empty(), 1);
    }

    static Change of(Kind kind, String name, List<Integer> before, List<Integer> after) {
        return new Change(
                kind, name, Optional.empty(), Optional.of(before.toString()), Optional.of(after.toString()), 1);
    }

    Change before(String what) {
        return new Change(kind, name, to, Optional.of(what), after, count);
    }

    Change after(String what) {
        return new Change(kind, name, to, before, Optional.of(what), count);
    }

    Change to(String newName) {
        return new Change(kind, name, Optional.of(newName), before, after, count);
    }

    Change times(int number) {
        return new Change(kind, name, to, before, after, number);
    }
}
