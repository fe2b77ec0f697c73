package dev.convoke.cli;

import dev.convoke.compiler.graph.Network;
import dev.convoke.opencl.OpenClDevice;
import dev.convoke.opencl.OpenClException;
import dev.convoke.opencl.OpenClNet;
import dev.convoke.runtime.Parameters;

/** Inference on this machine's best OpenCL device, by the host class that users of generated code have. */
final class OpenClPredictor implements Predictor {
    private final OpenClDevice device;
    private final OpenClNet net;

    private OpenClPredictor(OpenClDevice device, OpenClNet net) {
        this.device = device;
        this.net = net;
    }

    static OpenClPredictor of(Network network, Parameters parameters) throws DataProblem {
        OpenClDevice device;
        try {
            device = OpenClDevice.open();
        } catch (OpenClException e) {
            throw problem(e);
        }
        try {
            return new OpenClPredictor(device, CompiledNet.openCl(network, device, parameters));
        } catch (OpenClException e) {
            device.close();
            throw problem(e);
        }
    }

    private static DataProblem problem(OpenClException failure) {
        return new DataProblem(DataCode.OPENCL, String.valueOf(failure.getMessage()), "--target java needs no device");
    }

    /** How the device presents itself. */
    String deviceName() {
        return device.description().toString();
    }

    @Override
    public void predict(float[][] inputs, float[][] outputs, int batch) throws DataProblem {
        try {
            net.predict(inputs, outputs, batch);
        } catch (OpenClException e) {
            throw problem(e);
        }
    }

    @Override
    public void close() {
        net.close();
        device.close();
    }
}
