package dev.convoke.cli;

import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.graph.Network;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import java.util.List;

/** Which code is generated and run. */
enum Target {
    JAVA,
    OPENCL;

    List<GeneratedFile> generate(Network network, String packageName, boolean exact) throws UsageProblem {
        if (this == OPENCL) {
            throw new UsageProblem("--target opencl is not there yet");
        }
        return Generation.java(network, packageName, exact);
    }

    Predictor predictor(CompiledNet net, Parameters parameters, RunOptions run) throws UsageProblem {
        if (this == OPENCL) {
            throw new UsageProblem("--target opencl is not there yet");
        }
        Model model = net.model(parameters, run.threads());
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
}
