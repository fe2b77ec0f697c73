package dev.convoke.runtime.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.runtime.file.AtomicFile;
import dev.convoke.runtime.problem.ConvokeException;
import dev.convoke.runtime.problem.FileException;
import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.problem.SafetensorsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("x.safetensors"), bytes.array());
    }

    private static String tensor(String name, String type, String shape, long begin, long end) {
        return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + ","
                + end + "]}";
    }

    private ProblemKind fault(String header, int dataBytes) throws IOException {
        Path file = file(header, new byte[dataBytes]);
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            throw new AssertionError("accepted: " + opened);
        } catch (SafetensorsException e) {
            assertThat(e.getMessage()).contains("x.safetensors").contains("help: ");
            return e.kind();
        }
    }

    @Test
    void aLinkIsKeptAndADeviceIsNotReplaced(@TempDir Path place) throws IOException {
        Path file = place.resolve("file.safetensors");
        Path link = place.resolve("link.safetensors");
        Files.writeString(file, "old");
        Files.createSymbolicLink(link, file);
        new SafetensorsWriter().floats("x", List.of(1L), new float[] {1}, 0).write(link);
        assertThat(Files.isSymbolicLink(link)).isTrue();
        try (SafetensorsFile written = SafetensorsFile.open(file)) {
            assertThat(written.floats("x")).containsExactly(1f);
        }
        Path device = Path.of("/dev/null");
        Assumptions.assumeTrue(Files.exists(device), "no /dev/null here");
        assertThatThrownBy(() -> new SafetensorsWriter()
                        .floats("x", List.of(1L), new float[] {1}, 0)
                        .write(device))
                .hasMessageContaining("regular file");
        assertThat(Files.isRegularFile(device)).isFalse();
    }

    @Test
    void everyTypeIsReadAsItIs() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8 * 2 + 8 * 2 + 4 * 2 + 4 * 2 + 2 * 7 + 2 * 2 + 3)
                .order(ByteOrder.LITTLE_ENDIAN);
        data.putDouble(1.1)
                .putDouble(-1e300)
                .putLong(-5)
                .putLong(1L << 40)
                .putFloat(0.25f)
                .putFloat(Float.MIN_VALUE);
        data.putInt(-7).putInt(9);
        for (int half : new int[] {0x3C00, 0xC000, 0x7BFF, 0x0001, 0x8000, 0x7C00, 0x7E00}) {
            data.putShort((short) half);
        }
        data.putShort((short) 0x3F80).putShort((short) 0xC049);
        data.put((byte) 0).put((byte) 200).put((byte) 255);
        String header = "{"
                + String.join(
                        ",",
                        "\"__metadata__\":{\"a\":\"b\\u00e9\\n\"}",
                        tensor("f64", "F64", "[2]", 0, 16),
                        tensor("i64", "I64", "[1,2]", 16, 32),
                        tensor("f32", "F32", "[2]", 32, 40),
                        tensor("i32", "I32", "[2]", 40, 48),
                        tensor("f16", "F16", "[7]", 48, 62),
                        tensor("bf16", "BF16", "[2]", 62, 66),
                        tensor("u8", "U8", "[3]", 66, 69),
                        tensor("none", "F32", "[0,4]", 69, 69))
                + "}  ";
        try (SafetensorsFile opened = SafetensorsFile.open(file(header, data.array()))) {
            assertThat(opened.metadata()).containsEntry("a", "bé\n");
            assertThat(opened.floats("f64")).containsExactly(1.1f, Float.NEGATIVE_INFINITY);
            assertThat(opened.longs("i64")).containsExactly(-5L, 1L << 40);
            assertThat(opened.floats("f32")).containsExactly(0.25f, Float.MIN_VALUE);
            assertThat(opened.longs("i32")).containsExactly(-7L, 9L);
            assertThat(opened.floats("i32")).containsExactly(-7f, 9f);
            assertThat(opened.floats("f16"))
                    .containsExactly(1f, -2f, 65504f, 0x1p-24f, -0f, Float.POSITIVE_INFINITY, Float.NaN);
            assertThat(opened.floats("bf16")).containsExactly(1f, -3.140625f);
            assertThat(opened.longs("u8")).containsExactly(0L, 200L, 255L);
            assertThat(opened.floats("none")).isEmpty();
            assertThat(opened.tensors().keySet())
                    .containsExactly("f64", "i64", "f32", "i32", "f16", "bf16", "u8", "none");
            assertThatThrownBy(() -> opened.longs("f32"))
                    .isInstanceOfSatisfying(
                            SafetensorsException.class,
                            e -> assertThat(e.kind()).isEqualTo(ProblemKind.TENSOR_WRONG_TYPE));
            assertThatThrownBy(() -> opened.floats("nope"))
                    .isInstanceOfSatisfying(
                            SafetensorsException.class,
                            e -> assertThat(e.kind()).isEqualTo(ProblemKind.TENSOR_MISSING))
                    .hasMessageContaining("f64, i64");
            assertThatThrownBy(() -> opened.readFloats("f32", new float[2], 1))
                    .isInstanceOfSatisfying(
                            SafetensorsException.class,
                            e -> assertThat(e.kind()).isEqualTo(ProblemKind.TENSOR_WRONG_SHAPE));
        }
    }

    @Test
    void allHalvesConvertExactly() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            double fraction = (bits & 1023) / 1024.0;
            double magnitude = exponent == 31
                    ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                    : exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
            float expected = (float) (bits >> 15 == 0 ? magnitude : -magnitude);
            if (Float.compare(Half.fromF16((short) bits), expected) != 0) {
                assertThat(Half.fromF16((short) bits)).as("%04x", bits).isEqualTo(expected);
            }
        }
    }

    @Test
    void everyFaultHasItsOwnKind() throws IOException {
        String good = tensor("a", "F32", "[2]", 0, 8);
        assertThat(fault("{" + good + "," + good + "}", 8)).isEqualTo(ProblemKind.SAFETENSORS_DUPLICATE_KEY);
        assertThat(fault("{" + tensor("a", "F31", "[2]", 0, 8) + "}", 8))
                .isEqualTo(ProblemKind.SAFETENSORS_UNKNOWN_DTYPE);
        assertThat(fault("{" + tensor("a", "F32", "[3]", 0, 8) + "}", 8))
                .isEqualTo(ProblemKind.SAFETENSORS_SIZE_MISMATCH);
        assertThat(fault("{" + tensor("a", "F32", "[2]", 8, 0) + "}", 8))
                .isEqualTo(ProblemKind.SAFETENSORS_BAD_OFFSETS);
        assertThat(fault("{" + tensor("a", "F32", "[4294967296,4294967296]", 0, 8) + "}", 8))
                .isEqualTo(ProblemKind.SAFETENSORS_SHAPE_OVERFLOW);
        assertThat(fault("{" + tensor("a", "F32", "[99999999999999999999]", 0, 8) + "}", 8))
                .isEqualTo(ProblemKind.SAFETENSORS_SHAPE_OVERFLOW);
        assertThat(fault("{" + good + "," + tensor("b", "F32", "[1]", 4, 8) + "}", 8))
                .isEqualTo(ProblemKind.SAFETENSORS_OVERLAP);
        assertThat(fault("{" + good + "," + tensor("b", "F32", "[1]", 12, 16) + "}", 16))
                .isEqualTo(ProblemKind.SAFETENSORS_GAP);
        assertThat(fault("{" + tensor("a", "F32", "[1]", 4, 8) + "}", 8)).isEqualTo(ProblemKind.SAFETENSORS_GAP);
        assertThat(fault("{" + good + "}", 7)).isEqualTo(ProblemKind.SAFETENSORS_TRUNCATED);
        assertThat(fault("{" + good + "}", 9)).isEqualTo(ProblemKind.SAFETENSORS_TRAILING_BYTES);
        assertThat(fault("{" + tensor("a", "F32", "[" + "1,".repeat(32) + "1]", 0, 4) + "}", 4))
                .isEqualTo(ProblemKind.SAFETENSORS_RANK_TOO_LARGE);
    }

    @Test
    void malformedHeadersAreTold() throws IOException {
        String good = tensor("a", "F32", "[2]", 0, 8);
        for (String header : List.of(
                "",
                " {}",
                "[]",
                "{",
                "{" + good,
                "{" + good + ",}",
                "{" + good + "}x",
                "{\"a\":1}",
                "{\"a\":{}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}",
                "{" + good.replace("[2]", "[-2]") + "}",
                "{" + good.replace("[2]", "[02]") + "}",
                "{" + good.replace("[2]", "[2.0]") + "}",
                "{" + good.replace("[2]", "[[2]]") + "}",
                "{" + good.replace("[0,8]", "[0,8,8]") + "}",
                "{" + good.replace("\"shape\"", "\"shap\"") + "}",
                "{\"a\\x\":1}",
                "{\"a\\ud800\":1}",
                "{\"a\\u00g0\":1}",
                "{\"a\n\":1}",
                "{\"a",
                "{\"__metadata__\":{\"a\":1}," + good + "}",
                "{\"__metadata__\":{\"a\":{\"b\":\"c\"}}," + good + "}",
                "[".repeat(100_000))) {
            assertThat(fault(header, 8))
                    .as(header.substring(0, Math.min(60, header.length())))
                    .isEqualTo(ProblemKind.SAFETENSORS_HEADER_MALFORMED);
        }
        Path bad = file("{\"?\":1}", new byte[0]);
        byte[] bytes = Files.readAllBytes(bad);
        bytes[10] = (byte) 0xFF;
        Files.write(bad, bytes);
        assertThatThrownBy(() -> SafetensorsFile.open(bad)).hasMessageContaining("no UTF-8");
    }

    @Test
    void headerLengthsAreChecked() throws IOException {
        assertThat(open(new byte[0])).isEqualTo(ProblemKind.SAFETENSORS_HEADER_TRUNCATED);
        assertThat(open(new byte[] {1, 0, 0})).isEqualTo(ProblemKind.SAFETENSORS_HEADER_TRUNCATED);
        assertThat(open(length(11, 10))).isEqualTo(ProblemKind.SAFETENSORS_HEADER_TRUNCATED);
        assertThat(open(length(SafetensorsFile.MAX_HEADER, 10))).isEqualTo(ProblemKind.SAFETENSORS_HEADER_TRUNCATED);
        assertThat(open(length(SafetensorsFile.MAX_HEADER + 1L, 10)))
                .isEqualTo(ProblemKind.SAFETENSORS_HEADER_TOO_LARGE);
        assertThat(open(length(-1, 10))).isEqualTo(ProblemKind.SAFETENSORS_HEADER_TOO_LARGE);
    }

    private static byte[] length(long announced, int rest) {
        return ByteBuffer.allocate(8 + rest)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(announced)
                .array();
    }

    private ProblemKind open(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("y"), content);
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            throw new AssertionError("accepted: " + opened);
        } catch (ConvokeException e) {
            return e.kind();
        }
    }

    @Test
    void otherFormatsAreRecognised() throws IOException {
        byte[] zip = {'P', 'K', 3, 4, 0, 0, 8, 8, 0, 0, 0};
        assertThat(open(zip)).isEqualTo(ProblemKind.SAFETENSORS_IS_PICKLE);
        assertThat(open(new byte[] {(byte) 0x80, 2, (byte) 0x8A, 10, 'l', (byte) 0xFC, 'F', 'j', 1}))
                .isEqualTo(ProblemKind.SAFETENSORS_IS_PICKLE);
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("y")))
                .hasMessageContaining("save_file(torch.load(")
                .hasMessageContaining("weights_only=True");
        assertThat(open("GGUF\3\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(ProblemKind.SAFETENSORS_OTHER_FORMAT);
        assertThat(open(new byte[] {(byte) 0x89, 'H', 'D', 'F', 13, 10, 26, 10, 0}))
                .isEqualTo(ProblemKind.SAFETENSORS_OTHER_FORMAT);
        assertThat(open(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 3}))
                .isEqualTo(ProblemKind.SAFETENSORS_OTHER_FORMAT);
        // A header of 0x0280 bytes begins like a pickle and is none.
        Path fine = file("{" + " ".repeat(0x280 - 2) + "}", new byte[0]);
        try (SafetensorsFile opened = SafetensorsFile.open(fine)) {
            assertThat(opened.tensors()).isEmpty();
        }
    }

    @Test
    void missingFilesAndFoldersAreTold() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("no")))
                .isInstanceOfSatisfying(
                        FileException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.FILE_NOT_FOUND));
        assertThatThrownBy(() -> SafetensorsFile.open(folder))
                .isInstanceOfSatisfying(
                        FileException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.FILE_UNREADABLE));
    }

    @Test
    void writesWhatItReads() throws IOException {
        float[] values = new float[200_001];
        Random random = new Random(4);
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        Path file = folder.resolve("out.safetensors");
        new SafetensorsWriter()
                .metadata("note", "line\n\"quoted\" \\ \u0001 \uD83D\uDE00")
                .floats("odd \"name\" é", List.of(3L, 66667L), values, 0)
                .longs("counter", List.of(), new long[] {1, 77}, 1)
                .floats("part", List.of(2L), values, 5)
                .write(file);
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.metadata()).containsEntry("note", "line\n\"quoted\" \\ \u0001 \uD83D\uDE00");
            float[] back = opened.floats("odd \"name\" é");
            for (int i = 0; i < values.length; i++) {
                if (Float.floatToIntBits(back[i]) != Float.floatToIntBits(values[i])) {
                    assertThat(back[i]).as("element %d", i).isEqualTo(values[i]);
                }
            }
            assertThat(opened.longs("counter")).containsExactly(77L);
            assertThat(opened.tensor("counter").shape()).isEmpty();
            assertThat(opened.floats("part")).containsExactly(values[5], values[6]);
            // Readers that map files want tensors aligned to their width.
            opened.tensors()
                    .values()
                    .forEach(it -> assertThat(it.begin() % it.type().bytes()).isZero());
        }
        long header = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(header % 8).isZero();
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("out.safetensors");
        new SafetensorsWriter().floats("a", List.of(1L), new float[] {4}, 0).write(file);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[100]));
                    throw new IOException("No space left on device");
                }))
                .hasMessage("No space left on device");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
        assertThatThrownBy(() -> new SafetensorsWriter().write(folder.resolve("no/such/out")))
                .isInstanceOfSatisfying(FileException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ProblemKind.FILE_UNWRITABLE);
                    assertThat(e.getMessage()).contains("the folder does not exist");
                });
        assertThatThrownBy(() -> new SafetensorsWriter().write(folder)).isInstanceOf(FileException.class);
    }

    @Test
    void theWriterRefusesWhatWouldBeMalformed() {
        SafetensorsWriter writer = new SafetensorsWriter().floats("a", List.of(1L), new float[1], 0);
        assertThatThrownBy(() -> writer.floats("a", List.of(1L), new float[1], 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.floats("b", List.of(2L), new float[1], 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.floats("c", List.of(-1L), new float[1], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Damaged files are refused with one of our exceptions, whatever the damage; an accepted one is read without a fault. */
    @Test
    void randomDamageNeverEscapesAsAnotherException() throws IOException {
        Path file = folder.resolve("z.safetensors");
        new SafetensorsWriter()
                .metadata("k", "v")
                .floats("weight", List.of(2L, 3L), new float[6], 0)
                .longs("steps", List.of(), new long[1], 0)
                .write(file);
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(11);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] bad =
                    random.nextInt(4) == 0 ? java.util.Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int i = random.nextInt(3); i >= 0 && bad.length > 0; i--) {
                bad[random.nextInt(Math.min(bad.length, 8 + 180))] = (byte) random.nextInt(256);
            }
            Files.write(file, bad);
            try (SafetensorsFile opened = SafetensorsFile.open(file)) {
                opened.tensors().values().forEach(it -> {
                    if (it.type() == DType.F32) {
                        opened.floats(it.name());
                    }
                });
            } catch (ConvokeException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2000);
    }
}
