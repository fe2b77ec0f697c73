package dev.convoke.conformance;

import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a network is run with.
 *
 * @param inputs one array for each, row-major
 * @param state parameters and buffers by name
 * @param outputGradients one array for each output
 * @param randomKey decides the masks of dropout
 */
record Data(
        int batch, List<float[]> inputs, Map<String, float[]> state, List<float[]> outputGradients, long randomKey) {
    static Data random(Network network, int batch, long seed) {
        Random random = new Random(seed);
        Graph graph = network.graph();
        List<float[]> inputs = new ArrayList<>();
        graph.inputs()
                .forEach(input ->
                        inputs.add(normal(random, batch * input.tensor().elements(), 1)));
        Map<String, float[]> state = new LinkedHashMap<>();
        for (Value value : graph.states()) {
            state.put(value.name(), state(random, value));
        }
        List<float[]> outputGradients = new ArrayList<>();
        graph.outputs()
                .forEach(output -> outputGradients.add(
                        normal(random, batch * output.tensor().elements(), 1)));
        return new Data(batch, inputs, state, outputGradients, random.nextLong());
    }

    /** Weights of a size that keeps activations near 1, positive variances. */
    private static float[] state(Random random, Value value) {
        long elements = value.tensor().elements();
        if (value.kind() == Value.Kind.BUFFER) {
            float[] values = new float[Math.toIntExact(elements)];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.5f + random.nextFloat();
            }
            return values;
        }
        long fan = value.extents().size() < 2 ? 1 : elements / value.extents().get(0);
        return normal(random, elements, 1 / Math.sqrt(fan));
    }

    private static float[] normal(Random random, long count, double deviation) {
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }
}
