package dev.convoke.cli;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.emit.opencl.OpenClHost;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.plan.Numerics;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import java.util.List;
import java.util.Locale;

/** Which code is generated and run. */
enum Target {
    JAVA {
        @Override
        List<GeneratedFile> generate(Network network, String packageName, Numerics numerics) {
            return Generation.java(network, packageName, numerics);
        }

        @Override
        Predictor predictor(Network network, CompiledNet net, Parameters parameters, int threads) {
            Model model = net.model(parameters, threads);
            return new Predictor() {
                @Override
                public void predict(float[][] inputs, float[][] outputs, int batch) {
                    model.predict(inputs, outputs, batch);
                }

                @Override
                public void close() {
                    model.close();
                }
            };
        }
    },

    OPENCL {
        @Override
        List<GeneratedFile> generate(Network network, String packageName, Numerics numerics) {
            return OpenClHost.emit(BackEnd.plan(network, Numerics.EXACT), packageName);
        }

        @Override
        Predictor predictor(Network network, CompiledNet net, Parameters parameters, int threads) throws DataProblem {
            return OpenClPredictor.of(network, parameters);
        }
    };

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param numerics for Java; code for OpenCL is always exact
     */
    abstract List<GeneratedFile> generate(Network network, String packageName, Numerics numerics);

    /** Inference, ready to run. */
    abstract Predictor predictor(Network network, CompiledNet net, Parameters parameters, int threads)
            throws DataProblem;
}
