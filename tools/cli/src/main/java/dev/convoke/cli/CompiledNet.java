package dev.convoke.cli;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.emit.opencl.OpenClHost;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.javac.JavaCompilation;
import dev.convoke.compiler.plan.Numerics;
import dev.convoke.opencl.OpenClDevice;
import dev.convoke.opencl.OpenClNet;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Twin;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A net whose generated class was compiled in memory and loaded into this JVM. */
public final class CompiledNet {
    /** Of the generated classes. */
    public static final String PACKAGE = "dev.convoke.generated";

    private final Class<?> main;
    private final Map<String, byte[]> classes;

    private CompiledNet(Class<?> main, Map<String, byte[]> classes) {
        this.main = main;
        this.classes = Map.copyOf(classes);
    }

    /** Generates, compiles and loads what this machine needs; the kernels of training only if they are wanted. */
    public static CompiledNet of(Network network, boolean training, Numerics numerics) {
        return of(network, Generation.here(network, PACKAGE, training, numerics));
    }

    /** As a program that runs anywhere has it: the kernels for every width of vectors and those without, as the Maven plugin compiles them. */
    public static CompiledNet anywhere(Network network, Numerics numerics) {
        return of(network, Generation.java(network, PACKAGE, numerics));
    }

    private static CompiledNet of(Network network, List<GeneratedFile> files) {
        Map<String, String> sources = new LinkedHashMap<>();
        files.forEach(file -> sources.put(file.path(), file.text()));
        Map<String, byte[]> classes =
                JavaCompilation.compile(sources, List.of(location(Model.class)), Optional.empty());
        try {
            return new CompiledNet(new GeneratedClasses(classes).loadClass(PACKAGE + "." + network.name()), classes);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The net's host class for OpenCL devices, with its program in a device. */
    static OpenClNet openCl(Network network, OpenClDevice device, Parameters parameters) {
        String program = "";
        Map<String, String> sources = new LinkedHashMap<>();
        for (GeneratedFile file : OpenClHost.emit(BackEnd.plan(network, Numerics.EXACT), PACKAGE)) {
            if (file.path().endsWith(".java")) {
                sources.put(file.path(), file.text());
            } else {
                program = file.text();
            }
        }
        Map<String, byte[]> classes = JavaCompilation.compile(
                sources, List.of(location(Model.class), location(OpenClNet.class)), Optional.empty());
        try {
            var host = new CompiledNet(
                    new GeneratedClasses(classes).loadClass(PACKAGE + "." + network.name() + "OpenCl"), classes);
            Class<?>[] types = {OpenClDevice.class, Parameters.class, String.class};
            return (OpenClNet) host.call("of", types, device, parameters, program);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The jar or folder that a class lies in: the tool's own jar, when packaged. */
    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Class files by binary name. */
    public Map<String, byte[]> classes() {
        return classes;
    }

    /** The net's inputs, outputs and tensors. */
    public NetDescription description() {
        return (NetDescription) call("describe", new Class<?>[0]);
    }

    /** The net with weights. */
    public Model model(Parameters parameters, int threads) {
        Model model = (Model) call("of", new Class<?>[] {Parameters.class}, parameters);
        model.threads(threads);
        return model;
    }

    /** The kernels that {@link #model} uses. */
    public Twin twin() {
        return (Twin) call("twin", new Class<?>[0]);
    }

    private Object call(String method, Class<?>[] types, Object... arguments) {
        try {
            Method found = main.getDeclaredMethod(method, types);
            found.setAccessible(true);
            return found.invoke(main, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
