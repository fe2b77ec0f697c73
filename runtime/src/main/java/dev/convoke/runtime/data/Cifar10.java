package dev.convoke.runtime.data;

import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.FileException;
import dev.convoke.runtime.problem.ProblemKind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * CIFAR-10's binary version, gzipped or not: records of one label and 3,072 bytes, red, green and blue planes of 32x32; {@code [3, 32, 32]}, values from 0
 * to 1.
 */
public final class Cifar10 {
    private static final int PIXELS = 3 * 32 * 32;
    private static final int RECORD = 1 + PIXELS;
    private static final int CLASSES = 10;

    private Cifar10() {}

    /** All {@code data_batch_*} files of a folder, in the order of their names. */
    public static Dataset train(Path folder) {
        return folder(folder, "data_batch_*.{bin,bin.gz}");
    }

    /** All {@code test_batch*} files of a folder. */
    public static Dataset test(Path folder) {
        return folder(folder, "test_batch*.{bin,bin.gz}");
    }

    private static Dataset folder(Path folder, String pattern) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw FileException.reading(folder, e);
        }
        if (files.isEmpty()) {
            throw new DataException(
                    ProblemKind.DATA_EMPTY,
                    folder.toString(),
                    "has no file " + pattern,
                    "unpack CIFAR-10's binary version there");
        }
        Collections.sort(files);
        return read(files);
    }

    /** The records of some files, one after the other. */
    public static Dataset read(List<Path> files) {
        List<byte[]> contents = new ArrayList<>();
        long records = 0;
        for (Path file : files) {
            byte[] bytes = contents(file);
            contents.add(bytes);
            records += bytes.length / RECORD;
        }
        if (records * PIXELS > Integer.MAX_VALUE - 16) {
            throw new DataException(
                    ProblemKind.DATA_TOO_LARGE,
                    files.toString(),
                    records + " pictures do not fit one array",
                    "read fewer files");
        }
        byte[] pixels = new byte[(int) records * PIXELS];
        int[] labels = new int[(int) records];
        int sample = 0;
        for (int i = 0; i < contents.size(); i++) {
            byte[] bytes = contents.get(i);
            for (int at = 0; at < bytes.length; at += RECORD) {
                int label = bytes[at] & 0xFF;
                if (label >= CLASSES) {
                    throw new DataException(
                            ProblemKind.DATA_LABEL_OUT_OF_RANGE,
                            files.get(i).toString(),
                            "record " + at / RECORD + " has the label " + label + ", where 0 to 9 are expected",
                            "check that this is CIFAR-10's binary version, not CIFAR-100's");
                }
                labels[sample] = label;
                System.arraycopy(bytes, at + 1, pixels, sample * PIXELS, PIXELS);
                sample++;
            }
        }
        String source = files.size() == 1 ? files.get(0).toString() : files.size() + " CIFAR-10 files";
        return new ByteDataset(source, List.of(3, 32, 32), pixels, labels, CLASSES, 255f);
    }

    private static byte[] contents(Path file) {
        try (ByteSource source = ByteSource.open(file)) {
            byte[] bytes = source.rest(Integer.MAX_VALUE - 16L, "the records");
            if (bytes.length == 0 || bytes.length % RECORD != 0) {
                throw new DataException(
                        bytes.length == 0 ? ProblemKind.DATA_EMPTY : ProblemKind.DATA_TRUNCATED,
                        file.toString(),
                        "has " + bytes.length + " bytes, which are not whole records of " + RECORD,
                        "the file is cut off or of another format: download CIFAR-10's binary version again");
            }
            return bytes;
        }
    }
}
