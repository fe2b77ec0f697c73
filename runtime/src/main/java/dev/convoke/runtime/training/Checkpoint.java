package dev.convoke.runtime.training;

import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.Trainable;
import dev.convoke.runtime.problem.CheckpointException;
import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * A run's state after an epoch in one safetensors file: the weights under their own names, what the optimiser remembers under {@code optimiser:SLOT:NAME},
 * and the rest as metadata. Order and dropout depend on seed and step alone, so that this is all that a resumed run needs to end with the same bits.
 *
 * @param epochs done
 * @param steps done
 * @param seed of the run
 * @param batch samples per step
 * @param samples of the training set
 * @param optimiser its name
 */
record Checkpoint(int epochs, long steps, long seed, int batch, int samples, String optimiser) {
    static final String PREFIX = "optimiser:";
    static final String FILE = "checkpoint.safetensors";

    private static final String KEY = "convoke.";

    /** Writes all of it, or nothing. */
    void write(Path file, Parameters parameters, OptimiserState state) {
        SafetensorsWriter writer = new SafetensorsWriter()
                .metadata("format", "pt")
                .metadata(KEY + "epochs", Integer.toString(epochs))
                .metadata(KEY + "steps", Long.toString(steps))
                .metadata(KEY + "seed", Long.toString(seed))
                .metadata(KEY + "batch", Integer.toString(batch))
                .metadata(KEY + "samples", Integer.toString(samples))
                .metadata(KEY + "optimiser", optimiser);
        parameters.addTo(writer);
        state.addTo(writer);
        writer.write(file);
    }

    /** Takes a run's state over into {@code net} and {@code state}, if it is of a run with the settings of {@code wanted}. */
    static Checkpoint restore(Path file, Checkpoint wanted, Trainable net, OptimiserState state) {
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            Map<String, String> metadata = saved.metadata();
            Checkpoint found = new Checkpoint(
                    (int) number(file, metadata, "epochs"),
                    number(file, metadata, "steps"),
                    number(file, metadata, "seed"),
                    (int) number(file, metadata, "batch"),
                    (int) number(file, metadata, "samples"),
                    metadata.getOrDefault(KEY + "optimiser", ""));
            found.requireSame(file, wanted);
            Parameters parameters = Parameters.from(net.description(), saved, name -> !name.startsWith(PREFIX));
            state.restore(saved, found.steps);
            net.restore(parameters);
            return found;
        }
    }

    private void requireSame(Path file, Checkpoint wanted) {
        StringBuilder differences = new StringBuilder();
        compare(differences, "optimiser", optimiser, wanted.optimiser);
        compare(differences, "seed", seed, wanted.seed);
        compare(differences, "batch", batch, wanted.batch);
        compare(differences, "training samples", samples, wanted.samples);
        if (differences.length() > 0) {
            throw new CheckpointException(
                    ProblemKind.CHECKPOINT_MISMATCH,
                    file,
                    "is of a run with other settings: " + differences,
                    "resume with the same settings, or start anew from these weights");
        }
    }

    private static void compare(StringBuilder differences, String what, Object found, Object wanted) {
        if (!found.equals(wanted)) {
            differences.append(differences.length() == 0 ? "" : ", ");
            differences
                    .append(what)
                    .append(' ')
                    .append(found)
                    .append(" (now ")
                    .append(wanted)
                    .append(')');
        }
    }

    private static long number(Path file, Map<String, String> metadata, String name) {
        try {
            long value = Long.parseLong(metadata.getOrDefault(KEY + name, ""));
            if (name.equals("seed") || value >= 0 && (name.equals("steps") || value <= Integer.MAX_VALUE)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, as any other unusable value.
        }
        throw new CheckpointException(
                ProblemKind.CHECKPOINT_INCOMPLETE,
                file,
                "has no usable " + KEY + name + " in its metadata: it is no checkpoint of a training run",
                "to start from these weights, load them as weights instead of resuming");
    }
}
