package dev.convoke.cli;

import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.problem.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Pictures in a folder for each class, resized to a net's input and kept as bytes; values from 0 to 1. */
record PictureFolder(List<String> names, List<Integer> shape, List<byte[]> pictures, List<Integer> labels)
        implements Dataset {

    /** {@code DIR/train} and {@code DIR/test} (or {@code val}) if they exist; otherwise every fifth picture is held back. */
    static DataSource read(Path folder, List<Integer> shape) throws DataProblem {
        if (shape.size() != 3 || shape.get(0) != 1 && shape.get(0) != 3) {
            throw new DataProblem(
                    DataCode.DATA_MISMATCH,
                    "pictures have 1 or 3 channels and two axes; the net's input is " + shape,
                    "use another kind of data, or a net with an input [1, h, w] or [3, h, w]");
        }
        Optional<Path> test = List.of("test", "val").stream()
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .findFirst();
        if (Files.isDirectory(folder.resolve("train")) && test.isPresent()) {
            return new DataSource(all(folder.resolve("train"), shape), Optional.of(all(test.get(), shape)), false);
        }
        PictureFolder all = all(folder, shape);
        return new DataSource(all.part(false), Optional.of(all.part(true)), false);
    }

    private static PictureFolder all(Path folder, List<Integer> shape) throws DataProblem {
        List<String> names = new ArrayList<>();
        List<byte[]> pictures = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Path each : children(folder)) {
            if (Files.isDirectory(each)) {
                for (Path file : children(each)) {
                    if (isPicture(file)) {
                        pictures.add(Picture.read(file, shape.get(0), shape.get(1), shape.get(2)));
                        labels.add(names.size());
                    }
                }
                names.add(each.getFileName().toString());
            }
        }
        if (pictures.isEmpty()) {
            throw new DataProblem(
                    DataCode.DATA_UNREADABLE,
                    folder + ": there are no pictures in folders below it",
                    "put the pictures (PNG, JPEG) of each class into a folder named after the class");
        }
        return new PictureFolder(List.copyOf(names), shape, List.copyOf(pictures), List.copyOf(labels));
    }

    private static List<Path> children(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw FileException.reading(folder, e);
        }
    }

    private static boolean isPicture(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g|bmp|gif)");
    }

    private PictureFolder part(boolean heldBack) {
        List<byte[]> chosen = new ArrayList<>();
        List<Integer> theirs = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            if (i % 5 == 4 == heldBack) {
                chosen.add(pictures.get(i));
                theirs.add(labels.get(i));
            }
        }
        return new PictureFolder(names, shape, List.copyOf(chosen), List.copyOf(theirs));
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public void copySample(int sample, float[] into, int at) {
        byte[] bytes = pictures.get(sample);
        for (int i = 0; i < bytes.length; i++) {
            into[at + i] = (bytes[i] & 0xff) / 255f;
        }
    }

    @Override
    public int classes() {
        return names.size();
    }

    @Override
    public int label(int sample) {
        return labels.get(sample);
    }
}
