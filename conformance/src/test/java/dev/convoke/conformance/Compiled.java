package dev.convoke.conformance;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Twin;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network, generated, compiled and loaded.
 *
 * @param description what the generated class tells the runtime
 * @param twins by the lanes of their vectors
 * @param classes the bytes of its classes, by binary name
 */
record Compiled(Subject subject, NetDescription description, Map<Integer, Twin> twins, Map<String, byte[]> classes) {
    static final List<Integer> LANES = List.of(16, 8, 4, 1);

    private static final String[] OPTIONS = {"-proc:none", "-nowarn", "--add-modules", "jdk.incubator.vector"};

    /** Many networks by one run of javac. */
    static List<Compiled> all(List<Subject> subjects) {
        List<GeneratedFile> files = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            files.addAll(BackEnd.java(subjects.get(i).plan(), packageName(i)));
        }
        InMemory.Result result = InMemory.compile(files, OPTIONS);
        ClassLoader loader = result.loader();
        List<Compiled> all = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            all.add(load(subjects.get(i), loader, result, packageName(i)));
        }
        return all;
    }

    private static String packageName(int number) {
        return "net" + number;
    }

    private static Compiled load(Subject subject, ClassLoader loader, InMemory.Result result, String packageName) {
        String name = packageName + "." + subject.network().name();
        Map<String, byte[]> classes = new LinkedHashMap<>(result.classes());
        classes.keySet().removeIf(each -> !each.startsWith(packageName + "."));
        try {
            NetDescription description = (NetDescription)
                    loader.loadClass(name).getMethod("describe").invoke(null);
            Map<Integer, Twin> twins = new LinkedHashMap<>();
            for (int lanes : LANES) {
                Constructor<?> constructor = loader.loadClass(name + (lanes == 1 ? "Scalar" : "Vector" + lanes))
                        .getDeclaredConstructor();
                constructor.setAccessible(true);
                twins.put(lanes, (Twin) constructor.newInstance());
            }
            return new Compiled(subject, description, twins, classes);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(name, e);
        }
    }

    @Override
    public String toString() {
        return subject.toString();
    }
}
