package dev.convoke.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The benchmark nets as ONNX, from a folder that is no part of this repository. */
public final class PeerModels {
    private static final String FOLDER = "peer-models";

    /**
     * Weights of these models are constants, many of them alike. Left to itself ONNX Runtime keeps one of each, and a net has less to read than with
     * weights of its own: some per cent for the ResNets, half of their file.
     */
    private static final String SHARING = "CommonSubexpressionElimination;ConstantSharing";

    private PeerModels() {}

    /** ONNX Runtime, which is silent. */
    public static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }

    /** @throws IllegalStateException if one of the files is not there, with what to do about it */
    public static void requireAll(List<Net> nets) {
        nets.forEach(PeerModels::graph);
    }

    private static Path graph(Net net) {
        Path shared = Optional.ofNullable(System.getenv("CONVOKE_SHARED"))
                .map(Path::of)
                .orElseGet(() -> Path.of("..", "shared"));
        Path file = shared.resolve(FOLDER).resolve(net.peerModel());
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(
                    "the peer's model of %s is not there: %s. Set CONVOKE_SHARED to the folder that has %s in it, or start in a checkout that has the folder shared beside it"
                            .formatted(net.label(), file.toAbsolutePath().normalize(), FOLDER));
        }
        return file;
    }

    /** The model with all of its weights in the file, each by itself, as PyTorch's export of the net has them. */
    public static Path write(Net net, Path folder) {
        Path model = folder.resolve(net.label() + ".onnx");
        try (var options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
            options.addConfigEntry("optimization.disable_specified_optimizers", SHARING);
            options.setOptimizedModelFilePath(model.toString());
            environment().createSession(graph(net).toString(), options).close();
            return model;
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
