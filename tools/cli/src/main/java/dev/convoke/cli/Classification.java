package dev.convoke.cli;

import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.problem.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The best five classes of pictures. */
record Classification(Output output, NetDescription net, Predictor predictor) {
    private static final int SHOWN = 5;

    /** All pictures, as JSON. */
    private record Document(List<Result> results) {}

    /** A picture and its classes, the likeliest first. */
    private record Result(String file, List<Guess> top) {}

    /** A class. */
    private record Guess(String label, int index, double probability) {}

    /** The lines of a file; none means that classes are numbered. */
    static List<String> names(Optional<Path> file) {
        if (file.isEmpty()) {
            return List.of();
        }
        try {
            return Files.readAllLines(file.get());
        } catch (IOException e) {
            throw FileException.reading(file.get(), e);
        }
    }

    void print(List<Path> pictures, List<String> names) throws DataProblem {
        List<Integer> shape = net.inputs().get(0).shape();
        int classes = net.outputs().get(0).elements();
        if (net.inputs().size() != 1 || shape.size() != 3 || shape.get(0) != 1 && shape.get(0) != 3) {
            throw new DataProblem(
                    DataCode.NET_UNSUITABLE,
                    "pictures need a net with one input [1, h, w] or [3, h, w]; " + net.name() + " has " + net.inputs(),
                    "give tensors: --input IN --output OUT");
        }
        if (!names.isEmpty() && names.size() != classes) {
            throw new DataProblem(
                    DataCode.DATA_MISMATCH,
                    "there are " + names.size() + " labels for " + classes + " classes",
                    "write one name on each line, in the order of the classes");
        }
        var results = new java.util.ArrayList<Result>();
        for (Path picture : pictures) {
            float[] scores = scores(Picture.read(picture, shape.get(0), shape.get(1), shape.get(2)));
            var result = new Result(picture.toString(), top(scores, names));
            results.add(result);
            output.line(output.style().bold(result.file()));
            result.top()
                    .forEach(
                            guess -> output.line("  %5.1f %%  %s".formatted(100 * guess.probability(), guess.label())));
        }
        output.document(new Document(results));
    }

    private float[] scores(byte[] pixels) throws DataProblem {
        float[] values = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            values[i] = (pixels[i] & 0xff) / 255f;
        }
        float[][] scores = new float[net.outputs().size()][];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = new float[net.outputs().get(i).elements()];
        }
        predictor.predict(new float[][] {values}, scores, 1);
        return scores[0];
    }

    private static List<Guess> top(float[] scores, List<String> names) {
        double[] probabilities = probabilities(scores);
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> -probabilities[index]))
                .limit(SHOWN)
                .map(index ->
                        new Guess(names.isEmpty() ? "class " + index : names.get(index), index, probabilities[index]))
                .toList();
    }

    /** Softmax, unless the net has done it: then they are not negative and sum to one already. */
    private static double[] probabilities(float[] scores) {
        double[] values =
                IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray();
        double sum =
                IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum();
        boolean done =
                Math.abs(sum - 1) < 1e-3 && IntStream.range(0, values.length).noneMatch(i -> values[i] < 0);
        if (done) {
            return values;
        }
        double most = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .max()
                .orElse(0);
        double[] powers = IntStream.range(0, values.length)
                .mapToDouble(i -> Math.exp(values[i] - most))
                .toArray();
        double total =
                IntStream.range(0, powers.length).mapToDouble(i -> powers[i]).sum();
        return IntStream.range(0, powers.length)
                .mapToDouble(i -> powers[i] / total)
                .toArray();
    }
}
