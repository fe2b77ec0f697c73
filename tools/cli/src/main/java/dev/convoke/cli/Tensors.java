package dev.convoke.cli;

import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.safetensors.DType;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tensors of a batch in a safetensors file: one for each input or output of a net, the batch first. */
final class Tensors {
    private Tensors() {}

    /**
     * A batch.
     *
     * @param values one array for each port
     */
    record Batch(float[][] values, int size) {}

    /** Reads the inputs of a net by their names; a net's only input may have any name if no other tensor has its shape. */
    static Batch read(SafetensorsFile file, List<Port> inputs) throws DataProblem {
        float[][] values = new float[inputs.size()][];
        int size = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Port port = inputs.get(i);
            TensorInfo tensor = find(file, port, inputs.size() == 1);
            int batch = batch(file, tensor, port);
            if (i > 0 && batch != size) {
                throw new DataProblem(
                        DataCode.INPUT_SIZE,
                        file.path() + ": " + inputs.get(0).name() + " is a batch of " + size + ", but " + port.name()
                                + " is one of " + batch,
                        "give every input the same number of samples");
            }
            size = batch;
            values[i] = file.floats(tensor.name());
            if (port.bytes() && tensor.type() == DType.U8) {
                fractions(values[i]);
            } else if (port.bytes()) {
                requireFractions(values[i], file, tensor);
            }
        }
        return new Batch(values, size);
    }

    /** An input of bytes is computed with as fractions of 255. */
    private static void fractions(float[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] /= 255f;
        }
    }

    /** Floats for such an input are these fractions; anything else was meant for another net. */
    private static void requireFractions(float[] values, SafetensorsFile file, TensorInfo tensor) throws DataProblem {
        for (float value : values) {
            if (!(value >= 0 && value <= 1)) {
                throw new DataProblem(
                        DataCode.TENSOR_UNSUITABLE,
                        file.path() + ": the net takes bytes, and " + tensor.name() + ", which is " + tensor.type()
                                + ", holds " + value,
                        "store the bytes themselves as U8, or numbers from 0 to 1, which stand for the bytes divided by 255");
            }
        }
    }

    private static TensorInfo find(SafetensorsFile file, Port port, boolean only) throws DataProblem {
        var tensors = file.tensors();
        if (tensors.containsKey(port.name())) {
            return file.tensor(port.name());
        }
        if (only) {
            List<TensorInfo> fitting = tensors.values().stream()
                    .filter(tensor -> fits(tensor, port))
                    .toList();
            if (fitting.size() == 1) {
                return fitting.get(0);
            }
            if (tensors.size() == 1) {
                return tensors.values().iterator().next();
            }
        }
        throw new DataProblem(
                DataCode.TENSOR_UNSUITABLE,
                file.path() + ": there is no tensor named " + port.name() + ", the net's input\nthe file holds "
                        + (tensors.isEmpty() ? "nothing" : names(tensors.values())),
                "name the tensor after the input, with the shape " + batched(port));
    }

    private static String names(Iterable<TensorInfo> tensors) {
        var names = new ArrayList<String>();
        tensors.forEach(tensor -> names.add(tensor.name() + " " + tensor.shape()));
        return names.stream().limit(8).collect(Collectors.joining(", ")) + (names.size() > 8 ? ", ..." : "");
    }

    private static int batch(SafetensorsFile file, TensorInfo tensor, Port port) throws DataProblem {
        List<Long> shape = tensor.shape();
        if (!fits(tensor, port)) {
            throw new DataProblem(
                    DataCode.INPUT_SIZE,
                    file.path() + ": " + tensor.name() + " is " + shape + ", but the net's input " + port.name()
                            + " is " + batched(port) + ", n samples of " + port.shape(),
                    "resize the input, or declare its size with --input-size " + port.name() + "=" + extents(shape));
        }
        return Math.toIntExact(shape.get(0));
    }

    private static boolean fits(TensorInfo tensor, Port port) {
        List<Long> shape = tensor.shape();
        boolean fits = shape.size() == port.shape().size() + 1
                && shape.get(0) >= 1
                && shape.get(0) <= Integer.MAX_VALUE / port.elements();
        for (int axis = 0; fits && axis < port.shape().size(); axis++) {
            fits = shape.get(axis + 1) == (long) port.shape().get(axis);
        }
        return fits;
    }

    /** {@code [n, 3, 32, 32]}. */
    static String batched(Port port) {
        return port.shape().stream().map(String::valueOf).collect(Collectors.joining(", ", "[n, ", "]"));
    }

    private static String extents(List<Long> shape) {
        return shape.stream().skip(1).map(String::valueOf).collect(Collectors.joining("x"));
    }

    /** A port's shape with the batch in front. */
    static List<Long> shape(Port port, int batch) {
        var shape = new ArrayList<Long>();
        shape.add((long) batch);
        port.shape().forEach(extent -> shape.add(extent.longValue()));
        return List.copyOf(shape);
    }
}
