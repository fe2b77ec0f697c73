package dev.convoke.cli;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.emit.opencl.OpenClHost;
import dev.convoke.compiler.graph.Network;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import java.util.List;

/** Which code is generated and run. */
enum Target {
    JAVA {
        @Override
        List<GeneratedFile> generate(Network network, String packageName, boolean exact) {
            return Generation.java(network, packageName, exact);
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
        List<GeneratedFile> generate(Network network, String packageName, boolean exact) {
            return OpenClHost.emit(BackEnd.plan(network), packageName);
        }

        @Override
        Predictor predictor(Network network, CompiledNet net, Parameters parameters, int threads) throws DataProblem {
            return OpenClPredictor.of(network, parameters);
        }
    };

    abstract List<GeneratedFile> generate(Network network, String packageName, boolean exact);

    /** Inference, ready to run. */
    abstract Predictor predictor(Network network, CompiledNet net, Parameters parameters, int threads)
            throws DataProblem;
}
