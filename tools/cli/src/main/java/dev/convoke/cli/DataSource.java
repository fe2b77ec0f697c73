package dev.convoke.cli;

import dev.convoke.runtime.data.Cifar10;
import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.data.Digits;
import dev.convoke.runtime.data.Mnist;
import dev.convoke.runtime.data.TensorDataset;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A data set as {@code KIND:DIR} names it.
 *
 * @param train what is trained on
 * @param test what is held back, if anything is
 * @param inOrder whether the samples are to be taken in their order
 */
record DataSource(Dataset train, Optional<Dataset> test, boolean inOrder) {
    private static final long SPLIT_SEED = 1;

    /** Whether a name is one of those that {@link #read} takes. */
    static void check(String name) throws UsageProblem {
        boolean known = name.equals("digits") || name.matches("(mnist|cifar10|images|tensors):.+");
        if (known) {
            return;
        }
        throw new UsageProblem(
                switch (kind(name)) {
                    case "digits" ->
                        "--data digits has no folder: they come with the tool; files like MNIST's are mnist:DIR";
                    case "mnist", "cifar10", "images" ->
                        "--data " + kind(name) + " needs a folder: " + kind(name) + ":DIR";
                    case "tensors" -> "--data tensors needs a file: tensors:FILE";
                    default ->
                        "--data is mnist:DIR, cifar10:DIR, images:DIR, tensors:FILE or digits, not '" + name + "'";
                });
    }

    /**
     * Reads a data set.
     *
     * @param name {@code mnist:DIR}, {@code cifar10:DIR}, {@code images:DIR}, {@code digits} or {@code tensors:FILE}
     * @param shape of the net's input, to which pictures are resized
     */
    static DataSource read(String name, List<Integer> shape) throws UsageProblem, DataProblem {
        check(name);
        Path place = Path.of(name.substring(name.indexOf(':') + 1));
        return switch (kind(name)) {
            case "mnist" -> new DataSource(Mnist.train(place), Optional.of(Mnist.test(place)), false);
            case "cifar10" -> cifar10(place);
            case "images" -> PictureFolder.read(place, shape);
            case "tensors" -> new DataSource(tensors(place, shape), Optional.empty(), true);
            default -> digits();
        };
    }

    private static String kind(String name) {
        return name.replaceFirst(":.*", "");
    }

    /** The digits that the tool brings along, and the 360 of them that are held back. */
    static DataSource digits() {
        return split(builtInDigits());
    }

    private static DataSource split(Dataset digits) {
        Dataset.Split split = digits.split(Math.min(Digits.TRAINING, digits.size()), SPLIT_SEED);
        return new DataSource(split.first(), Optional.of(split.rest()), false);
    }

    private static Dataset builtInDigits() {
        try (InputStream images = resource("digits-images-idx3-ubyte");
                InputStream labels = resource("digits-labels-idx1-ubyte")) {
            return Digits.read(images, labels);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream resource(String name) {
        return Optional.ofNullable(DataSource.class.getResourceAsStream("/digits/" + name))
                .orElseThrow(() -> new IllegalStateException("this jar lacks " + name));
    }

    private static DataSource cifar10(Path folder) {
        Dataset train = Cifar10.train(folder);
        boolean hasTest;
        try (var files = Files.list(folder)) {
            hasTest = files.anyMatch(file -> file.getFileName().toString().startsWith("test_batch"));
        } catch (IOException e) {
            throw dev.convoke.runtime.problem.FileException.reading(folder, e);
        }
        return new DataSource(train, hasTest ? Optional.of(Cifar10.test(folder)) : Optional.empty(), false);
    }

    /** {@code images} and {@code labels}, or both in batches with one more axis in front, as recorded runs have them. */
    private static Dataset tensors(Path file, List<Integer> shape) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            boolean batches = tensors.tensors().containsKey("labels")
                    && tensors.tensor("labels").shape().size() == 2
                    && tensors.tensor("images").shape().size() == shape.size() + 2;
            if (!batches) {
                return TensorDataset.read(file);
            }
            List<Integer> sample = tensors.tensor("images").shape().stream()
                    .skip(2)
                    .map(Math::toIntExact)
                    .toList();
            long[] labels = tensors.longs("labels");
            int[] classes = new int[labels.length];
            for (int i = 0; i < labels.length; i++) {
                classes[i] = Math.toIntExact(labels[i]);
            }
            return TensorDataset.labelled(sample, tensors.floats("images"), classes);
        }
    }
}
