package dev.convoke.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.compiler.emit.opencl.OpenClEmitter;
import dev.convoke.compiler.emit.opencl.OpenClKernel;
import dev.convoke.compiler.emit.opencl.OpenClSource;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenClDeviceTest {
    private static final Buffer Y = new Buffer("y");

    /** {@code y[n] = n}. */
    private static OpenClKernel counting() {
        Axis n = Axis.batch("n");
        Statement put = new Statement.Put(Y, n.index(), new Expression.IndexValue(n.index()), Lanes.SCALAR);
        return OpenClEmitter.emit(
                new Kernel(
                        "count",
                        "counts",
                        List.of(Axis.BATCH),
                        new Statement.For(n.variable(), Index.ZERO, n.extent(), Statement.For.Kind.PARALLEL, put)),
                List.of());
    }

    @Test
    void memoryIsWrittenReadAndFilled() {
        try (OpenClDevice device = Device.openOrSkip();
                OpenClMemory memory = device.allocate(10)) {
            memory.fill(2);
            memory.write(3, new float[] {9, 8, 7, 6}, 1, 2);
            float[] all = new float[10];
            memory.read(all);
            assertThat(all).containsExactly(2, 2, 2, 8, 7, 2, 2, 2, 2, 2);
            float[] some = {1, 1, 1};
            memory.read(4, some, 1, 2);
            assertThat(some).containsExactly(1, 7, 2);
            memory.write(0, some, 0, 0);
            assertThatThrownBy(() -> memory.read(9, some, 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> memory.write(0, some, 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void devicesAreListedTheBestFirst() {
        try (OpenClDevice device = Device.openOrSkip()) {
            List<OpenClDevice.Description> all = OpenClDevice.list();
            assertThat(all.get(0)).isEqualTo(device.description());
            assertThat(all).isSortedAccordingTo((a, b) -> a.kind().compareTo(b.kind()));
            assertThat(device.description().toString())
                    .contains(device.description().name(), "(");
            assertThatThrownBy(() -> OpenClDevice.open(all.size()))
                    .isInstanceOf(OpenClException.class)
                    .hasMessage("there is no OpenCL device %d; there are %d".formatted(all.size(), all.size()));
        }
    }

    @Test
    void kernelsSeeTheirParameters() {
        OpenClKernel kernel = counting();
        try (OpenClDevice device = Device.openOrSkip();
                OpenClProgram program =
                        device.build(OpenClEmitter.program("", List.of(kernel)).text());
                OpenClMemory memory = device.allocate(100)) {
            memory.fill(-1);
            Map<Buffer, OpenClProgram.Place> places = Map.of(Y, new OpenClProgram.Place(memory, 10));
            Calls.run(program, List.of(new Calls.Call(kernel, places, Map.of(Axis.BATCH, 3L))));
            float[] all = new float[100];
            memory.read(all);
            assertThat(all)
                    .startsWith(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, -1)
                    .endsWith(-1, -1);

            OpenClKernel other = new OpenClKernel("other", "", List.of(), List.of(), Index.ONE);
            assertThatThrownBy(() -> Calls.run(program, List.of(new Calls.Call(other, Map.of(), Map.of()))))
                    .hasMessage("there is no kernel other in this program");
        }
    }

    @Test
    void aProgramThatDoesNotCompileIsShownWithTheCompilersWords() {
        OpenClKernel broken = new OpenClKernel("broken", "", List.of(), List.of(), Index.ONE);
        OpenClSource source = new OpenClSource("__kernel void broken() { nonsense }", List.of(broken));
        try (OpenClDevice device = Device.openOrSkip()) {
            assertThatThrownBy(() -> device.build(source.text()))
                    .isInstanceOf(OpenClException.class)
                    .hasMessageContaining("the program does not compile for the OpenCL device")
                    .hasMessageContaining("nonsense");
        }
    }

    @Test
    void tooMuchMemoryIsRefused() {
        try (OpenClDevice device = Device.openOrSkip()) {
            assertThatThrownBy(() -> device.allocate(1L << 50))
                    .isInstanceOf(OpenClException.class)
                    .hasMessageContaining("use a smaller batch");
            assertThatThrownBy(() -> device.allocate(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatIsClosedIsNotUsed() {
        OpenClDevice device = Device.openOrSkip();
        OpenClMemory memory = device.allocate(4);
        OpenClProgram program =
                device.build(OpenClEmitter.program("", List.of(counting())).text());
        program.close();
        program.close();
        assertThatThrownBy(() -> program.enqueue("cnn_count", 1, List.of())).hasMessage("the program is closed");
        memory.close();
        memory.close();
        assertThatThrownBy(() -> memory.fill(0)).hasMessage("the memory is closed");
        device.close();
        device.close();
        assertThatThrownBy(() -> device.allocate(1))
                .hasMessageStartingWith("the OpenCL device ")
                .hasMessageEndingWith(" is closed");
    }

    /** Opens a device and says how that went; run in a JVM whose loader of drivers looks at an empty place. */
    public static final class Opening {
        private Opening() {}

        public static void main(String[] args) {
            try (OpenClDevice device = OpenClDevice.open()) {
                System.out.println("opened " + device.description());
            } catch (OpenClException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    @Test
    void aMachineWithoutDriversGetsAdvice() throws IOException, InterruptedException {
        Device.openOrSkip().close();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Opening.class.getName());
        builder.environment().put("OCL_ICD_VENDORS", "/no/such/folder");
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("refused: no OpenCL platform was found on this machine; install the driver of your GPU, or"
                        + " PoCL");
    }
}
