package dev.convoke.maven;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.PlanProblems;
import dev.convoke.compiler.PlannedMemory;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.plan.Numerics;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.plan.TooLongException;
import dev.convoke.compiler.report.SummaryTable;
import dev.convoke.compiler.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.maven.plugin.MojoFailureException;
import org.codehaus.plexus.build.BuildContext;

/** Compiles specs one after the other and collects what is wrong with them, so that one run reports all of it. */
final class SpecBuild {
    /** Beside a class, as a resource: the table of its layers. */
    private static final String TABLE = ".summary.txt";

    private final BuildContext context;
    private final FrontEndSession session;
    private final String packageName;
    private final boolean fatalWarnings;
    private final Numerics numerics;
    private final List<Path> runtime;
    private final Problems problems = new Problems();
    private final List<String> faults = new ArrayList<>();
    private final List<SpecFile> unchanged = new ArrayList<>();
    private final Map<String, List<SourceFile>> packages = new TreeMap<>();
    private int count;

    SpecBuild(
            BuildContext context,
            FrontEndSession session,
            String packageName,
            boolean fatalWarnings,
            Numerics numerics,
            List<Path> runtime) {
        this.context = context;
        this.session = session;
        this.packageName = packageName;
        this.fatalWarnings = fatalWarnings;
        this.numerics = numerics;
        this.runtime = runtime;
    }

    /** How many specs were compiled. */
    int count() {
        return count;
    }

    /** The files of a spec by path: sources and class files; nothing if it has problems. */
    Optional<Map<String, byte[]>> generate(SpecFile spec) {
        context.removeMessages(spec.path().toFile());
        Checked checked = session.check(spec.source(), FrontEndOptions.all());
        problems.addAll(checked.diagnostics());
        checked.diagnostics().forEach(this::mark);
        String target = spec.packageName(packageName);
        addTo(target, spec);
        if (checked.hasErrors() || fatalWarnings && !checked.diagnostics().isEmpty()) {
            return Optional.empty();
        }
        if (!isPackage(spec, target) || !hasRuntime()) {
            return Optional.empty();
        }
        count++;
        try {
            return Optional.of(files(checked, target));
        } catch (TooLongException e) {
            Diagnostic problem = PlanProblems.of(e);
            problems.add(problem);
            mark(problem);
            return Optional.empty();
        }
    }

    private Map<String, byte[]> files(Checked checked, String target) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Network network : checked.networks()) {
            Plan plan = BackEnd.plan(network, numerics);
            List<GeneratedFile> sources = BackEnd.java(plan, target);
            sources.stream()
                    .filter(source -> !source.needsVectorModule())
                    .forEach(source -> files.put(source.path(), source.text().getBytes(StandardCharsets.UTF_8)));
            String table = SummaryTable.print(PlannedMemory.summary(plan));
            files.put(target.replace('.', '/') + "/" + network.name() + TABLE, table.getBytes(StandardCharsets.UTF_8));
            files.putAll(VectorKernels.compile(sources, runtime));
        }
        return files;
    }

    /** Remembers a spec that is not compiled again. */
    void keep(SpecFile spec) {
        unchanged.add(spec);
    }

    private void addTo(String target, SpecFile spec) {
        packages.computeIfAbsent(target, key -> new ArrayList<>()).add(spec.source());
    }

    /** Nets of different specs may want the same class. Where no spec has changed, there is nothing new to find. */
    private void checkPackages() {
        if (packages.isEmpty()) {
            return;
        }
        unchanged.forEach(spec -> addTo(spec.packageName(packageName), spec));
        List<Diagnostic> found = session.checkPackages(packages);
        problems.addAll(found);
        found.forEach(this::mark);
    }

    private boolean isPackage(SpecFile spec, String name) {
        boolean valid = !name.isEmpty() && BackEnd.isPackageName(name);
        if (!valid) {
            faults.add(
                    spec.name() + ": its classes would be in the package '" + name
                            + "', which is no Java package: the folders below the source directory are packages; set packageName");
        }
        return valid;
    }

    private boolean hasRuntime() {
        String fault =
                "The project does not depend on dev.convoke:convoke-runtime, which generated classes need: add it";
        if (runtime.isEmpty() && !faults.contains(fault)) {
            faults.add(fault);
        }
        return !runtime.isEmpty();
    }

    private void mark(Diagnostic problem) {
        context.addMessage(
                Path.of(problem.place().file().name()).toFile(),
                problem.place().line(),
                problem.place().column(),
                problem.code().code() + ": " + problem.message(),
                problem.severity() == Severity.ERROR ? BuildContext.SEVERITY_ERROR : BuildContext.SEVERITY_WARNING,
                null);
    }

    /** Fails with everything that is wrong, if anything is. */
    void fail() throws MojoFailureException {
        checkPackages();
        List<Diagnostic> fatal = problems.sorted().stream()
                .filter(problem -> fatalWarnings || problem.severity() == Severity.ERROR)
                .toList();
        if (fatal.isEmpty() && faults.isEmpty()) {
            return;
        }
        var text = new StringBuilder();
        faults.forEach(fault -> text.append(TextRenderer.harmless(fault)).append('\n'));
        if (!fatal.isEmpty()) {
            text.append(fatal.size())
                    .append(fatal.size() == 1 ? " problem" : " problems")
                    .append(" in specs\n\n");
            text.append(TextRenderer.plain().render(fatal));
        }
        throw new MojoFailureException(text.toString().stripTrailing());
    }
}
