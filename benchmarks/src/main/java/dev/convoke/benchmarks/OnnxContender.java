package dev.convoke.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * ONNX Runtime as fast as its Java binding can be: all optimisations, input and output in buffers of its own outside of the heap that are made
 * once, so that nothing is copied between it and Java.
 */
public final class OnnxContender implements Contender {
    private final OrtSession session;
    private final OnnxTensor input;
    private final OnnxTensor output;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    /** @param file a model; it may be deleted afterwards */
    public OnnxContender(Path file, int batch, int threads) {
        try (var options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            OrtEnvironment environment = PeerModels.environment();
            session = environment.createSession(file.toString(), options);
            var inputInfo = session.getInputInfo().entrySet().iterator().next();
            var outputInfo = session.getOutputInfo().entrySet().iterator().next();
            input = tensor(environment, (TensorInfo) inputInfo.getValue().getInfo(), batch);
            output = tensor(environment, (TensorInfo) outputInfo.getValue().getInfo(), batch);
            inputs = Map.of(inputInfo.getKey(), input);
            outputs = Map.of(outputInfo.getKey(), output);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Noise, in a shape whose first dimension is free. */
    private static OnnxTensor tensor(OrtEnvironment environment, TensorInfo info, int batch) throws OrtException {
        long[] shape = info.getShape();
        shape[0] = batch;
        int elements = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        FloatBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES * elements)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        buffer.put(Net.noise(elements)).rewind();
        return OnnxTensor.createTensor(environment, buffer, shape);
    }

    @Override
    public void run() {
        try (OrtSession.Result result = session.run(inputs, outputs)) {
            if (result.size() != 1) {
                throw new IllegalStateException("one output was expected, not " + result.size());
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
            input.close();
            output.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
