package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.syntax.Identifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/** The classes that nets become: which names they can have, and which nets get in each other's way. */
public final class NetClasses {
    /**
     * Behind a net's name: nothing for its class, the others for its kernels without vectors, with vectors of 16, 8 and 4 floats, and
     * for its class on OpenCL devices.
     */
    private static final List<String> SUFFIXES = List.of("", "Scalar", "Vector16", "Vector8", "Vector4", "OpenCl");

    /** Words that are no keywords to {@link SourceVersion}, and yet cannot name a class. */
    private static final Set<String> RESTRICTED = Set.of("permits", "record", "sealed", "var", "yield");

    /** Where the types lie that generated code names; a class called so would stand before the package of that name. */
    private static final Set<String> PACKAGES = Set.of("dev", "java", "javax", "jdk");

    private NetClasses() {}

    /** Whether a net's name can be that of its class. Judged by Java 17, whatever runs the compiler. */
    public static boolean isClass(String name) {
        return !isJavaWord(name) && !PACKAGES.contains(name);
    }

    private static boolean isJavaWord(String name) {
        return RESTRICTED.contains(name) || SourceVersion.isKeyword(name, SourceVersion.RELEASE_17);
    }

    /** Reports nets of one file that cannot be classes, or not together. */
    static void check(Declarations declarations, Problems problems) {
        Map<String, Identifier> makers = new LinkedHashMap<>();
        for (Declared net : declarations.nets()) {
            Identifier name = net.declaration().name();
            if (!isClass(name.text())) {
                problems.add(NetClassProblems.noClass(name, isJavaWord(name.text())));
            }
            claim(name, makers, problems);
        }
    }

    /**
     * Reports nets of several files that cannot be classes of one package. Nets that need settings become no classes by themselves
     * and are in nobody's way.
     */
    public static void checkTogether(List<LoadedSpec> files, Problems problems) {
        Map<String, Identifier> makers = new LinkedHashMap<>();
        complete(files).forEach(net -> claim(net, makers, problems));
    }

    /**
     * Reports nets of several files that cannot be classes of their packages: for each other, or since a package has the name of the class.
     *
     * @param packages the files of each package by its name
     */
    public static void checkPackages(Map<String, List<LoadedSpec>> packages, Problems problems) {
        packages.values().forEach(files -> checkTogether(files, problems));
        packages.forEach((name, files) -> complete(files).forEach(net -> {
            for (String type : classes(net.text())) {
                String full = name.isEmpty() ? type : name + "." + type;
                Optional<Identifier> within = firstWithin(full, packages);
                if (within.isPresent()) {
                    problems.add(NetClassProblems.isPackage(net, full, within.get()));
                    return;
                }
            }
        }));
    }

    /** The first net that becomes a class in a package, or in one below it. */
    private static Optional<Identifier> firstWithin(String name, Map<String, List<LoadedSpec>> packages) {
        return packages.entrySet().stream()
                .filter(each -> each.getKey().equals(name) || each.getKey().startsWith(name + "."))
                .flatMap(each -> complete(each.getValue()))
                .findFirst();
    }

    private static Stream<Identifier> complete(List<LoadedSpec> files) {
        return files.stream()
                .flatMap(file -> file.declarations().nets().stream())
                .filter(net -> NetElaborator.isComplete(net, Settings.NONE))
                .map(net -> net.declaration().name());
    }

    private static void claim(Identifier net, Map<String, Identifier> makers, Problems problems) {
        List<String> classes = classes(net.text());
        for (String name : classes) {
            Optional<Identifier> other = Optional.ofNullable(makers.get(name));
            if (other.isPresent()) {
                problems.add(NetClassProblems.clash(net, other.get(), name));
                break;
            }
        }
        classes.forEach(name -> makers.putIfAbsent(name, net));
    }

    /** All classes that are made of a net of that name. */
    public static List<String> classes(String net) {
        return SUFFIXES.stream().map(suffix -> net + suffix).toList();
    }
}
