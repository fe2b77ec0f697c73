package dev.convoke.runtime.generated;

import java.util.List;

/**
 * What a generated class knows of its network.
 *
 * @param name the net's name in the spec
 * @param formatVersion the version of the contract between generated code and this package, see {@link #FORMAT_VERSION}
 * @param inputs in the order of declaration
 * @param outputs in the order of declaration
 * @param tensors in the order of PyTorch's {@code state_dict}
 * @param stateFloats length of {@link Frame#state}
 * @param counters number of {@link TensorDescription.Kind#COUNTER} tensors
 * @param preparedFloats length of {@link Frame#prepared}
 * @param inference the inference arena
 * @param training the training arena, for forward and backward together
 * @param smallestTrainingBatch samples that a batch needs at least in training: 2 where batch normalisation sees one value of a channel a
 *     sample; the largest number where instance normalisation does, which no batch can be trained with
 * @param inferenceStateFloats how much of {@link Frame#state}, from its start, {@link Phase#INFERENCE} reads
 */
public record NetDescription(
        String name,
        int formatVersion,
        List<Port> inputs,
        List<Port> outputs,
        List<TensorDescription> tensors,
        int stateFloats,
        int counters,
        int preparedFloats,
        Arena inference,
        Arena training,
        int smallestTrainingBatch,
        int inferenceStateFloats) {

    /** The newest contract that this runtime understands; it only grows within a major version. */
    public static final int FORMAT_VERSION = 1;

    /** Floats of an arena: {@code fixed + perSample * batch}. */
    public record Arena(int fixed, int perSample) {}

    public NetDescription {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        tensors = List.copyOf(tensors);
    }

    /** Of a network that can be trained with any batch. */
    public NetDescription(
            String name,
            int formatVersion,
            List<Port> inputs,
            List<Port> outputs,
            List<TensorDescription> tensors,
            int stateFloats,
            int counters,
            int preparedFloats,
            Arena inference,
            Arena training) {
        this(
                name,
                formatVersion,
                inputs,
                outputs,
                tensors,
                stateFloats,
                counters,
                preparedFloats,
                inference,
                training,
                1);
    }

    /** Of a network whose inference may read all of the state. */
    public NetDescription(
            String name,
            int formatVersion,
            List<Port> inputs,
            List<Port> outputs,
            List<TensorDescription> tensors,
            int stateFloats,
            int counters,
            int preparedFloats,
            Arena inference,
            Arena training,
            int smallestTrainingBatch) {
        this(
                name,
                formatVersion,
                inputs,
                outputs,
                tensors,
                stateFloats,
                counters,
                preparedFloats,
                inference,
                training,
                smallestTrainingBatch,
                stateFloats);
    }
}
