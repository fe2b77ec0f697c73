package dev.convoke.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.compiler.emit.opencl.OpenClEmitter;
import dev.convoke.compiler.emit.opencl.OpenClKernel;
import dev.convoke.compiler.emit.opencl.OpenClSource;
import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Interpreter;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.PlainLowering;
import dev.convoke.compiler.loop.Printer;
import dev.convoke.compiler.loop.RandomDefinitions;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.Statement.For.Kind;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the emitter writes, compiled and run, against the interpreter of the same kernels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmittedKernelsTest {
    private OpenClDevice device;

    @BeforeAll
    void open() {
        device = Device.openOrSkip();
    }

    @AfterAll
    void close() {
        if (device != null) {
            device.close();
        }
    }

    private static float[] floats(Map<Buffer, float[]> all, Buffer buffer) {
        return Objects.requireNonNull(all.get(buffer));
    }

    /** Runs a kernel on the device: its buffers are the floats of a map, at some distance from the start of their memory. */
    private Map<Buffer, float[]> run(
            OpenClProgram program, OpenClKernel kernel, Map<Buffer, float[]> floats, long batch) {
        Map<Buffer, OpenClProgram.Place> places = new HashMap<>();
        try {
            int start = 0;
            for (OpenClKernel.Argument argument : kernel.arguments()) {
                float[] values = floats(floats, argument.buffer());
                start += 3;
                OpenClMemory memory = device.allocate(start + values.length + 5L);
                memory.fill(7);
                memory.write(start, values, 0, values.length);
                places.put(argument.buffer(), new OpenClProgram.Place(memory, start));
            }
            Map<Atom.Variable, Long> parameters =
                    kernel.parameters().stream().collect(Collectors.toMap(p -> p, p -> batch));
            Calls.run(program, List.of(new Calls.Call(kernel, places, parameters)));
            Map<Buffer, float[]> result = new LinkedHashMap<>();
            places.forEach((buffer, place) -> {
                int length = floats(floats, buffer).length;
                float[] all = new float[place.start() + length + 5];
                place.memory().read(all);
                for (int i = 0; i < all.length; i++) {
                    if (i < place.start() || i >= place.start() + length) {
                        assertThat(all[i])
                                .as("nothing is written beside the buffer")
                                .isEqualTo(7);
                    }
                }
                float[] values = new float[length];
                System.arraycopy(all, place.start(), values, 0, length);
                result.put(buffer, values);
            });
            return result;
        } finally {
            places.values().forEach(place -> place.memory().close());
        }
    }

    private void compare(List<RandomDefinitions.Sample> samples, double tolerance) {
        List<Kernel> kernels = new ArrayList<>();
        for (RandomDefinitions.Sample sample : samples) {
            kernels.add(PlainLowering.flat(PlainLowering.lower(sample.definition(), "k" + kernels.size())));
        }
        OpenClSource source = OpenClEmitter.program(
                "random definitions",
                kernels.stream().map(k -> OpenClEmitter.emit(k, List.of())).toList());
        try (OpenClProgram program = device.build(source.text())) {
            for (int i = 0; i < kernels.size(); i++) {
                RandomDefinitions.Sample sample = samples.get(i);
                Map<Buffer, float[]> memory = PlainLowering.buffers(sample.memory());
                Map<Buffer, float[]> found = run(program, source.kernels().get(i), memory, sample.batch());
                Kernel kernel = kernels.get(i);
                Interpreter.overBuffers(memory).run(kernel, PlainLowering.batch(kernel, sample.batch()));
                Buffer output = new Buffer(sample.definition().output().name());
                assertClose(
                        floats(found, output), floats(memory, output), tolerance, Printer.print(sample.definition()));
            }
        }
    }

    private static void assertClose(float[] found, float[] truth, double tolerance, String what) {
        assertThat(found).hasSameSizeAs(truth);
        for (int i = 0; i < truth.length; i++) {
            if (Float.isNaN(truth[i]) || Float.isInfinite(truth[i]) || tolerance == 0) {
                assertThat(Float.valueOf(found[i])).as(what).isEqualTo(Float.valueOf(truth[i]));
            } else {
                assertThat(found[i]).as(what).isCloseTo(truth[i], within((float)
                        (tolerance * Math.max(1, Math.abs(truth[i])))));
            }
        }
    }

    @Test
    void exactOperationsGiveTheSameBits() {
        List<RandomDefinitions.Sample> samples = new ArrayList<>();
        for (long seed = 0; seed < 60; seed++) {
            samples.add(RandomDefinitions.of(seed, true));
        }
        compare(samples, device.roundsCorrectly() ? 0 : 1e-5);
    }

    @Test
    void functionsAreClose() {
        List<RandomDefinitions.Sample> samples = new ArrayList<>();
        for (long seed = 1000; seed < 1060; seed++) {
            samples.add(RandomDefinitions.of(seed, false));
        }
        // FLOOR of what differs in the last place can differ by one.
        samples.removeIf(sample -> Printer.print(sample.definition()).contains("floor("));
        assertThat(samples).hasSizeGreaterThan(20);
        compare(samples, 1e-4);
    }

    @Test
    void aSmallNetRunsAsASequenceOfKernels() {
        Tensor x = new Tensor("x", true, List.of(3, 9, 9));
        Tensor w = new Tensor("w", false, List.of(5, 3, 3, 3));
        Tensor bias = new Tensor("bias", false, List.of(5));
        Tensor features = new Tensor("features", true, List.of(5, 9, 9));
        Tensor pooled = new Tensor("pooled", true, List.of(5, 4, 4));
        List<Kernel> kernels = List.of(
                PlainLowering.flat(PlainLowering.lower(Layers.convolution(x, w, bias, 1, 1, features), "conv")),
                PlainLowering.flat(PlainLowering.lower(Layers.maxPool(features, 2, pooled), "pool")));
        Random random = new Random(4);
        int batch = 4;
        Map<Buffer, float[]> memory = new HashMap<>(Map.of(
                new Buffer("x"), Layers.random(random, batch * 243),
                new Buffer("w"), Layers.random(random, 135),
                new Buffer("bias"), Layers.random(random, 5),
                new Buffer("features"), new float[batch * 405],
                new Buffer("pooled"), new float[batch * 80]));
        OpenClSource source = OpenClEmitter.program(
                "net",
                kernels.stream().map(k -> OpenClEmitter.emit(k, List.of())).toList());
        float[] found = new float[batch * 80];
        // All buffers in one memory, as in an arena.
        int total = memory.values().stream().mapToInt(values -> values.length).sum();
        try (OpenClProgram program = device.build(source.text());
                OpenClMemory arena = device.allocate(total)) {
            Map<Buffer, OpenClProgram.Place> places = new HashMap<>();
            int start = 0;
            for (Map.Entry<Buffer, float[]> entry : memory.entrySet()) {
                places.put(entry.getKey(), new OpenClProgram.Place(arena, start));
                arena.write(start, entry.getValue(), 0, entry.getValue().length);
                start += entry.getValue().length;
            }
            Calls.run(
                    program,
                    source.kernels().stream()
                            .map(k -> new Calls.Call(
                                    k, places, k.parameters().stream().collect(Collectors.toMap(p -> p, p ->
                                            (long) batch))))
                            .toList());
            OpenClProgram.Place place = Objects.requireNonNull(places.get(new Buffer("pooled")));
            arena.read(place.start(), found, 0, found.length);
        }
        kernels.forEach(k -> Interpreter.overBuffers(memory).run(k, PlainLowering.batch(k, batch)));
        assertThat(found).containsExactly(floats(memory, new Buffer("pooled")));
    }

    @Test
    void raggedParallelLoopsAndNegativeQuotients() {
        Buffer y = new Buffer("y");
        Atom.Variable block = new Atom.Variable("kb", 0, 1);
        Atom.Variable within = new Atom.Variable("ki", 0, 15);
        Index high = Index.of(18).minus(Index.of(block).times(16)).min(Index.of(16));
        Index k = Index.of(block).times(16).plus(Index.of(within));
        Index shifted = k.minus(9);
        Expression value =
                new Expression.IndexValue(shifted.floorDivide(4).times(100).plus(shifted.modulo(4)));
        Statement body = new Statement.For(
                block,
                Index.ZERO,
                Index.of(2),
                Kind.PARALLEL,
                new Statement.For(
                        within, Index.ZERO, high, Kind.PARALLEL, new Statement.Put(y, k, value, Lanes.SCALAR)));
        Kernel kernel = new Kernel("ragged", "", List.of(), body);
        OpenClSource source = OpenClEmitter.program("", List.of(OpenClEmitter.emit(kernel, List.of())));
        Map<Buffer, float[]> memory = Map.of(y, new float[18]);
        try (OpenClProgram program = device.build(source.text())) {
            float[] found = floats(run(program, source.kernels().get(0), memory, 1), y);
            Interpreter.overBuffers(memory).run(kernel, Map.of());
            assertThat(found).containsExactly(floats(memory, y));
            assertThat(found[0]).isEqualTo(-300 + 3);
        }
    }

    @Test
    void maximaKnowNaNsAndSignedZeros() {
        float[] values = {0f, -0f, 1f, -1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        int count = values.length;
        Buffer x = new Buffer("x");
        Buffer larger = new Buffer("larger");
        Buffer smaller = new Buffer("smaller");
        Atom.Variable i = new Atom.Variable("i", 0, count - 1);
        Atom.Variable j = new Atom.Variable("j", 0, count - 1);
        Index position = Index.of(i).times(count).plus(Index.of(j));
        Expression left = new Expression.Fetch(x, Index.of(i), Lanes.SCALAR);
        Expression right = new Expression.Fetch(x, Index.of(j), Lanes.SCALAR);
        Statement puts = new Statement.Block(List.of(
                new Statement.Put(larger, position, left.max(right), Lanes.SCALAR),
                new Statement.Put(smaller, position, left.min(right), Lanes.SCALAR)));
        Statement inner = new Statement.For(j, Index.ZERO, Index.of(count), Kind.PARALLEL, puts);
        Kernel kernel = new Kernel(
                "extremes", "", List.of(), new Statement.For(i, Index.ZERO, Index.of(count), Kind.PARALLEL, inner));
        OpenClSource source = OpenClEmitter.program("", List.of(OpenClEmitter.emit(kernel, List.of())));
        Map<Buffer, float[]> memory =
                Map.of(x, values, larger, new float[count * count], smaller, new float[count * count]);
        try (OpenClProgram program = device.build(source.text())) {
            Map<Buffer, float[]> found = run(program, source.kernels().get(0), memory, 1);
            for (int a = 0; a < count; a++) {
                for (int b = 0; b < count; b++) {
                    assertThat(Float.valueOf(floats(found, larger)[a * count + b]))
                            .isEqualTo(Float.valueOf(Math.max(values[a], values[b])));
                    assertThat(Float.valueOf(floats(found, smaller)[a * count + b]))
                            .isEqualTo(Float.valueOf(Math.min(values[a], values[b])));
                }
            }
        }
    }
}
