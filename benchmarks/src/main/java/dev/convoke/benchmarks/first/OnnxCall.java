package dev.convoke.benchmarks.first;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** One sample through ONNX Runtime with its defaults: all optimisations, all cores. */
public final class OnnxCall implements FirstResult.Call {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;

    private OnnxCall(String file) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        session = environment.createSession(file, new OrtSession.SessionOptions());
        Map.Entry<String, ai.onnxruntime.NodeInfo> input =
                session.getInputInfo().entrySet().iterator().next();
        long[] shape = ((TensorInfo) input.getValue().getInfo()).getShape();
        shape[0] = 1;
        int elements = 1;
        for (long extent : shape) {
            elements = Math.multiplyExact(elements, (int) extent);
        }
        FloatBuffer image = ByteBuffer.allocateDirect(Float.BYTES * elements)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < elements; i++) {
            image.put(i, i % 255 / 255f);
        }
        inputs = Map.of(input.getKey(), OnnxTensor.createTensor(environment, image, shape));
    }

    @Override
    public void run() throws OrtException {
        session.run(inputs).close();
    }

    /** Arguments: the model, when the process was started, seconds to go on. */
    public static void main(String[] arguments) throws Exception {
        FirstResult.report(new OnnxCall(arguments[0]), Long.parseLong(arguments[1]), Double.parseDouble(arguments[2]));
        System.exit(0);
    }
}
