package dev.convoke.compiler.report;

import dev.convoke.compiler.graph.StateTensor;
import java.util.List;

/**
 * What a net is made of and what it costs, as data; {@link SummaryTable} prints it.
 *
 * @param net its name
 * @param inputs in the order of declaration
 * @param outputs in the order of declaration
 * @param parameters trainable numbers
 * @param multiplyAccumulates for one sample
 * @param layers one row for each layer and join, in the order in which they run
 * @param tensors all parameters and buffers in {@code state_dict} order
 * @param memory what running it takes
 */
public record Summary(
        String net,
        List<Port> inputs,
        List<Port> outputs,
        long parameters,
        long multiplyAccumulates,
        List<Row> layers,
        List<StateTensor> tensors,
        Memory memory) {
    public Summary {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        layers = List.copyOf(layers);
        tensors = List.copyOf(tensors);
    }

    /**
     * An input or output of the net.
     *
     * @param shape of one sample
     * @param bytes whether callers give it as bytes; all others are floats
     */
    public record Port(String name, List<Integer> shape, boolean bytes) {
        public Port {
            shape = List.copyOf(shape);
        }
    }

    /**
     * One layer.
     *
     * @param path labels and numbers from the net's root
     * @param kind as the spec names it, {@code Conv}
     * @param text the stage with the values of its arguments
     * @param output shape of one sample
     * @param parameters trainable numbers that are counted here first; shared ones are 0 the second time
     * @param multiplyAccumulates for one sample
     * @param receptiveField for each spatial axis of the net's input, from the first to the last position that a position of the output
     *     can depend on, both included, not cut at the border; of the position that sees most. Empty where the input has no spatial axes
     * @param stride for each spatial axis, positions of the net's input from one position of the output to the next; 0 where
     *     each depends on all of them
     */
    public record Row(
            String path,
            String kind,
            String text,
            List<Integer> output,
            long parameters,
            long multiplyAccumulates,
            List<Long> receptiveField,
            List<Stride> stride) {
        public Row {
            output = List.copyOf(output);
            receptiveField = List.copyOf(receptiveField);
            stride = List.copyOf(stride);
        }
    }

    /**
     * Bytes.
     *
     * @param parameters of all parameters and buffers as float32
     * @param inference of activations for one sample
     * @param trainingPerSample of activations and gradients for each sample of a batch
     */
    public record Memory(long parameters, long inference, long trainingPerSample) {}
}
