package dev.convoke.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.runtime.SharedData;
import dev.convoke.runtime.problem.ConvokeException;
import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.FileException;
import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTest {
    @TempDir
    Path folder;

    private static byte[] idx(int magic, int[] shape, int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * shape.length + bytes).putInt(magic);
        for (int extent : shape) {
            buffer.putInt(extent);
        }
        for (int i = 0; i < bytes; i++) {
            buffer.put((byte) (i % 251));
        }
        return buffer.array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(content);
        }
        return out.toByteArray();
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private ProblemKind fault(byte[] content) throws IOException {
        Path file = write("bad", content);
        try {
            Idx.read(file);
            throw new AssertionError("accepted");
        } catch (ConvokeException e) {
            assertThat(e.getMessage()).contains("bad");
            assertThat(e.hint()).isNotEmpty();
            return e.kind();
        }
    }

    @Test
    void idxFilesGzippedOrNot() throws IOException {
        write("train-images-idx3-ubyte", idx(0x803, new int[] {2, 3, 2}, 12));
        write("train-labels-idx1-ubyte.gz", gzip(idx(0x801, new int[] {2}, 2)));
        Dataset set = Mnist.train(folder);
        assertThat(set.size()).isEqualTo(2);
        assertThat(set.shape()).containsExactly(1, 3, 2);
        assertThat(set.elements()).isEqualTo(6);
        assertThat(set.classes()).isEqualTo(2);
        assertThat(set.label(1)).isEqualTo(1);
        float[] sample = new float[8];
        set.copySample(1, sample, 1);
        assertThat(sample).containsExactly(0, 6 / 255f, 7 / 255f, 8 / 255f, 9 / 255f, 10 / 255f, 11 / 255f, 0);
    }

    @Test
    void lyingIdxHeadersAreTold() throws IOException {
        assertThat(fault(new byte[0])).isEqualTo(ProblemKind.DATA_TRUNCATED);
        assertThat(fault(new byte[] {0, 0, 8})).isEqualTo(ProblemKind.DATA_TRUNCATED);
        assertThat(fault(idx(0x803, new int[] {2, 3, 2}, 11))).isEqualTo(ProblemKind.DATA_TRUNCATED);
        assertThat(fault(idx(0x803, new int[] {2, 3, 2}, 13))).isEqualTo(ProblemKind.DATA_TRAILING_BYTES);
        assertThat(fault(idx(0xD03, new int[] {2, 3, 2}, 12))).isEqualTo(ProblemKind.DATA_WRONG_FORMAT);
        assertThat(fault(idx(0x800, new int[] {}, 12))).isEqualTo(ProblemKind.DATA_WRONG_FORMAT);
        assertThat(fault(idx(0x803, new int[] {2_000_000_000, 1, 1}, 12))).isEqualTo(ProblemKind.DATA_TRUNCATED);
        assertThat(fault(idx(0x803, new int[] {-1, 1, 1}, 12))).isEqualTo(ProblemKind.DATA_TOO_LARGE);
        assertThat(fault(idx(0x804, new int[] {2_000_000_000, 2_000_000_000, 2_000_000_000, 1}, 12)))
                .isEqualTo(ProblemKind.DATA_TOO_LARGE);
        assertThat(fault(gzip(idx(0x803, new int[] {2_000_000_000, 1, 1}, 12)))).isEqualTo(ProblemKind.DATA_TRUNCATED);
        byte[] packed = gzip(idx(0x803, new int[] {20, 30, 20}, 12_000));
        assertThat(fault(Arrays.copyOf(packed, packed.length - 30))).isEqualTo(ProblemKind.DATA_TRUNCATED);
        assertThat(fault(Arrays.copyOf(packed, 5))).isEqualTo(ProblemKind.DATA_TRUNCATED);
        packed[packed.length - 5]++;
        assertThat(fault(packed)).isEqualTo(ProblemKind.DATA_TRUNCATED);
    }

    /** A stream has no length to check against: memory must grow with what arrives, not with what is announced. */
    @Test
    void aLyingStreamTakesNoMemory() {
        long half = Runtime.getRuntime().maxMemory() / 4;
        int announced = (int) Math.min(half, 1_000_000_000);
        byte[] content = idx(0x801, new int[] {announced}, 10);
        com.sun.management.ThreadMXBean memory =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThatThrownBy(() -> Idx.read("a stream", new ByteArrayInputStream(content)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("need " + announced + " bytes; the file ends after 10");
        assertThat(memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isLessThan(20_000_000);
        byte[] huge = idx(0x801, new int[] {Integer.MAX_VALUE}, 10);
        assertThatThrownBy(() -> Idx.read("a stream", new ByteArrayInputStream(huge)))
                .isInstanceOfSatisfying(
                        DataException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.DATA_TOO_LARGE));
    }

    @Test
    void imagesAndLabelsMustPair() throws IOException {
        Path images = write("images", idx(0x803, new int[] {2, 3, 2}, 12));
        Path labels = write("labels", idx(0x801, new int[] {3}, 3));
        assertThatThrownBy(() -> Mnist.read(images, labels)).hasMessageContaining("2 images, but 3 labels");
        assertThatThrownBy(() -> Mnist.read(labels, labels)).hasMessageContaining("where images");
        assertThatThrownBy(() -> Mnist.read(images, images)).hasMessageContaining("where labels");
        assertThatThrownBy(() -> Mnist.test(folder))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("t10k-images");
        assertThatThrownBy(() -> Mnist.read(folder, labels)).isInstanceOf(FileException.class);
    }

    @Test
    void cifarRecords() throws IOException {
        byte[] records = new byte[2 * 3073];
        records[0] = 3;
        records[1] = (byte) 255;
        records[3073] = 9;
        records[2 * 3073 - 1] = 51;
        write("data_batch_1.bin", records);
        write("data_batch_2.bin.gz", gzip(records));
        Dataset set = Cifar10.train(folder);
        assertThat(set.size()).isEqualTo(4);
        assertThat(set.shape()).containsExactly(3, 32, 32);
        assertThat(set.classes()).isEqualTo(10);
        assertThat(set.label(3)).isEqualTo(9);
        float[] sample = new float[3072];
        set.copySample(2, sample, 0);
        assertThat(sample[0]).isEqualTo(1f);
        set.copySample(1, sample, 0);
        assertThat(sample[3071]).isEqualTo(0.2f);
        assertThatThrownBy(() -> Cifar10.test(folder)).hasMessageContaining("has no file test_batch");
        assertThatThrownBy(() -> Cifar10.read(List.of(write("short", Arrays.copyOf(records, 3074)))))
                .isInstanceOfSatisfying(
                        DataException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.DATA_TRUNCATED));
        records[0] = 10;
        assertThatThrownBy(() -> Cifar10.read(List.of(write("hundred", records))))
                .isInstanceOfSatisfying(
                        DataException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.DATA_LABEL_OUT_OF_RANGE));
        assertThatThrownBy(() -> Cifar10.read(List.of(write("none", new byte[0]))))
                .isInstanceOfSatisfying(
                        DataException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.DATA_EMPTY));
    }

    @Test
    void tensorsOfAFile() {
        Path file = folder.resolve("t.safetensors");
        new SafetensorsWriter()
                .floats("images", List.of(2L, 1L, 2L, 2L), new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 0)
                .longs("labels", List.of(2L), new long[] {4, 0}, 0)
                .write(file);
        Dataset set = TensorDataset.read(file);
        assertThat(set.shape()).containsExactly(1, 2, 2);
        assertThat(set.label(0)).isEqualTo(4);
        assertThat(set.classes()).isEqualTo(5);
        float[] sample = new float[4];
        set.copySample(1, sample, 0);
        assertThat(sample).containsExactly(5, 6, 7, 8);
        new SafetensorsWriter()
                .floats("images", List.of(2L, 1L), new float[2], 0)
                .longs("labels", List.of(3L), new long[3], 0)
                .write(file);
        assertThatThrownBy(() -> TensorDataset.read(file)).hasMessageContaining("2 images, but 3 labels");
        new SafetensorsWriter()
                .floats("images", List.of(2L, 1L), new float[2], 0)
                .longs("labels", List.of(2L), new long[] {0, -1}, 0)
                .write(file);
        assertThatThrownBy(() -> TensorDataset.read(file)).hasMessageContaining("label 1 is -1");
        new SafetensorsWriter()
                .floats("images", List.of(2L, 1L), new float[2], 0)
                .floats("targets", List.of(2L, 3L), new float[6], 0)
                .write(file);
        assertThat(TensorDataset.read(file).targetElements()).isEqualTo(3);
    }

    @Test
    void viewsSelectAndNormalise() {
        Dataset set = TensorDataset.labelled(
                List.of(2, 1, 2), new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, new int[] {0, 1, 2});
        Dataset.Split split = set.split(1);
        assertThat(split.first().size()).isEqualTo(1);
        assertThat(split.rest().label(0)).isEqualTo(1);
        Dataset normal = set.normalised(new float[] {1, 2}, new float[] {2, 4}).range(1, 3);
        float[] sample = new float[5];
        normal.copySample(0, sample, 1);
        assertThat(sample).containsExactly(0, 2, 2.5f, 1.25f, 1.5f);
        assertThat(normal.label(1)).isEqualTo(2);
        assertThatThrownBy(() -> set.normalised(new float[1], new float[1])).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> set.normalised(new float[2], new float[2])).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> set.range(1, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void seededSplitsShareOutEverySample() {
        int[] labels = new int[50];
        for (int i = 0; i < 50; i++) {
            labels[i] = i;
        }
        Dataset set = TensorDataset.labelled(List.of(1), new float[50], labels);
        Dataset.Split split = set.split(20, 4);
        boolean[] seen = new boolean[50];
        for (int i = 0; i < 20; i++) {
            seen[split.first().label(i)] = true;
        }
        for (int i = 0; i < 30; i++) {
            seen[split.rest().label(i)] = true;
        }
        assertThat(seen).containsOnly(true);
        assertThat(split.first().label(0)).isEqualTo(set.split(20, 4).first().label(0));
    }

    @Test
    void realMnist() {
        Dataset train = Mnist.train(SharedData.path("data/mnist"));
        Dataset test = Mnist.test(SharedData.path("data/mnist"));
        assertThat(train.size()).isEqualTo(60_000);
        assertThat(test.size()).isEqualTo(10_000);
        assertThat(test.shape()).containsExactly(1, 28, 28);
        assertThat(List.of(train.label(0), train.label(1), test.label(0), test.label(9_999)))
                .containsExactly(5, 0, 7, 6);
        float[] image = new float[784];
        double sum = 0;
        for (int i = 0; i < 60_000; i++) {
            train.copySample(i, image, 0);
            for (float value : image) {
                sum += value;
            }
        }
        // The mean that everybody normalises MNIST with.
        assertThat(sum / 60_000 / 784).isBetween(0.13065, 0.13067);
    }

    @Test
    void realDigits() throws IOException {
        Path digits = SharedData.path("data/digits");
        Dataset set = Digits.read(digits);
        assertThat(set.size()).isEqualTo(1797);
        assertThat(set.shape()).containsExactly(1, 8, 8);
        float[] image = new float[64];
        set.copySample(0, image, 0);
        assertThat(Arrays.copyOf(image, 6)).containsExactly(0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f);
        assertThat(set.split(Digits.TRAINING).rest().size()).isEqualTo(360);
        Dataset streamed = Digits.read(
                Files.newInputStream(digits.resolve("digits-images-idx3-ubyte")),
                Files.newInputStream(digits.resolve("digits-labels-idx1-ubyte")));
        assertThat(streamed.label(1796)).isEqualTo(set.label(1796)).isEqualTo(8);
    }

    @Test
    void realCifar() {
        Dataset set = Cifar10.train(SharedData.path("data/cifar-10"));
        assertThat(set.size()).isEqualTo(4000);
        int[] counts = new int[10];
        for (int i = 0; i < 4000; i++) {
            counts[set.label(i)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(300, 500);
        }
    }

    @Test
    void mapsOfLabelsGoWithTheirSamples() {
        int[] labels = {0, 1, TensorDataset.NO_LABEL, 2, 2, 0};
        Dataset data = TensorDataset.mapped(List.of(1, 1, 2), new float[] {0, 1, 2, 3, 4, 5}, labels, 3);
        assertThat(data.classes()).isEqualTo(3);
        assertThat(data.labelElements()).isEqualTo(2);
        int[] copied = {7, 7, 7, 7};
        data.range(1, 3).normalised(new float[] {1}, new float[] {2}).copyLabels(1, copied, 1);
        assertThat(copied).containsExactly(7, 2, 0, 7);
        Dataset single = TensorDataset.labelled(List.of(2), new float[] {0, 1}, new int[] {4});
        single.copyLabels(0, copied, 0);
        assertThat(single.labelElements()).isEqualTo(1);
        assertThat(copied).startsWith(4, 2);
        assertThatThrownBy(() -> TensorDataset.mapped(List.of(1), new float[3], new int[4], 3))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("4 labels do not share out over 3 samples");
    }
}
