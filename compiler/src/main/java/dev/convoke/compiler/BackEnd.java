package dev.convoke.compiler;

import dev.convoke.compiler.differentiate.Differentiate;
import dev.convoke.compiler.elaborate.NetClasses;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.emit.java.JavaEmitter;
import dev.convoke.compiler.emit.java.Tailoring;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.plan.Numerics;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.plan.Planner;
import dev.convoke.compiler.plan.TooLongException;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** From a checked network to source text: differentiate, plan, schedule, emit. Deterministic; touches no files. */
public final class BackEnd {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    /** What the grammar takes, as long as file systems take it with a suffix. */
    private static final Pattern CLASS = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");

    private BackEnd() {}

    /**
     * What will be computed in which order, and where everything lies, by the fastest algorithms.
     *
     * @throws TooLongException if an array would be longer than there are; {@link PlanProblems} says it
     */
    public static Plan plan(Network network) {
        return plan(network, Numerics.FAST);
    }

    /** What will be computed in which order, and where everything lies. */
    public static Plan plan(Network network, Numerics numerics) {
        return Planner.plan(network, Differentiate.of(network), numerics);
    }

    /**
     * The Java sources of a network: a class of its name, and its kernels.
     *
     * @param packageName segments of letters, digits and underscores; empty for the default package
     * @throws IllegalArgumentException if that is no package name, or the network's name none for a class
     * @throws TooLongException as {@link #plan}
     */
    public static List<GeneratedFile> java(Network network, String packageName) {
        return java(plan(network), packageName, Tailoring.everything());
    }

    /** As {@link #java(Network, String)}, of a plan that is there already. */
    public static List<GeneratedFile> java(Plan plan, String packageName) {
        return java(plan, packageName, Tailoring.everything());
    }

    /** The Java sources of a plan, with those kernels that are wanted. */
    public static List<GeneratedFile> java(Plan plan, String packageName, Tailoring tailoring) {
        if (!isPackageName(packageName)) {
            throw new IllegalArgumentException("no package name: " + packageName);
        }
        if (!isClassName(plan.network().name())) {
            throw new IllegalArgumentException(
                    "no name for a class: " + plan.network().name());
        }
        return JavaEmitter.emit(plan, packageName, plan.network().name(), tailoring);
    }

    /** Whether a text can name the package of generated classes. It becomes source text, so it is checked segment by segment. */
    public static boolean isPackageName(String name) {
        if (name.isEmpty()) {
            return true;
        }
        for (String segment : name.split("\\.", -1)) {
            if (!SEGMENT.matcher(segment).matches() || SourceVersion.isKeyword(segment)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a network's name can be that of its class; those of checked networks can. */
    public static boolean isClassName(String name) {
        return CLASS.matcher(name).matches() && NetClasses.isClass(name);
    }
}
