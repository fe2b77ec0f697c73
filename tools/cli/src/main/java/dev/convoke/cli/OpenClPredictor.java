package dev.convoke.cli;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.emit.opencl.OpenClInference;
import dev.convoke.compiler.graph.Network;
import dev.convoke.opencl.OpenClDevice;
import dev.convoke.opencl.OpenClException;
import dev.convoke.opencl.OpenClModel;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.generated.TensorDescription;
import java.util.Map;
import java.util.Objects;

/** Inference on this machine's best OpenCL device. */
final class OpenClPredictor implements Predictor {
    private final OpenClDevice device;
    private final OpenClModel model;

    private OpenClPredictor(OpenClDevice device, OpenClModel model) {
        this.device = device;
        this.model = model;
    }

    static OpenClPredictor of(Network network, Parameters parameters) throws DataProblem {
        OpenClInference inference = OpenClInference.of(BackEnd.plan(network));
        OpenClDevice device;
        try {
            device = OpenClDevice.open();
        } catch (OpenClException e) {
            throw problem(e);
        }
        try {
            return new OpenClPredictor(device, new OpenClModel(device, inference, state(inference, parameters)));
        } catch (OpenClException e) {
            device.close();
            throw problem(e);
        }
    }

    private static DataProblem problem(OpenClException failure) {
        return new DataProblem(DataCode.OPENCL, String.valueOf(failure.getMessage()), "--target java needs no device");
    }

    private static float[] state(OpenClInference inference, Parameters parameters) {
        float[] state = new float[inference.plan().stateFloats()];
        Map<String, Integer> offsets = inference.plan().stateOffsets();
        for (TensorDescription tensor : parameters.description().tensors()) {
            if (tensor.kind() != TensorDescription.Kind.COUNTER) {
                float[] values = parameters.get(tensor.name());
                System.arraycopy(values, 0, state, Objects.requireNonNull(offsets.get(tensor.name())), values.length);
            }
        }
        return state;
    }

    /** How the device presents itself. */
    String deviceName() {
        return device.description().toString();
    }

    @Override
    public void predict(float[][] inputs, float[][] outputs, int batch) throws DataProblem {
        try {
            model.predict(inputs, outputs, batch);
        } catch (OpenClException e) {
            throw problem(e);
        }
    }

    @Override
    public void close() {
        model.close();
        device.close();
    }
}
