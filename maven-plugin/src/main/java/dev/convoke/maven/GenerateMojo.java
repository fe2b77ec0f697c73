package dev.convoke.maven;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.plan.Numerics;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;

/**
 * Compiles the specs of a project to Java: every net of every {@code .cnn} file becomes a class.
 *
 * <p>The class and its scalar kernels go to the generated sources. The vector kernels, which javac accepts only with {@code
 * --add-modules jdk.incubator.vector}, are compiled here and go to the classes as a resource, so that neither the project's compiler nor an IDE needs
 * that option. So does {@code Net.summary.txt}, the table of a net's layers.
 */
@Mojo(
        name = "generate",
        defaultPhase = LifecyclePhase.GENERATE_SOURCES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public final class GenerateMojo extends AbstractMojo {
    private final BuildContext context;

    /** Does nothing. */
    @Parameter(property = "convoke.skip", defaultValue = "false")
    private boolean skip;

    /** Where the specs are. The folders below it are packages. */
    @Parameter(property = "convoke.sourceDirectory", defaultValue = "${project.basedir}/src/main/cnn")
    private File sourceDirectory = new File("");

    /** Which files are specs, as patterns below the source directory; all {@code .cnn} files by default. */
    @Parameter(property = "convoke.includes", defaultValue = "**/*.cnn")
    private List<String> includes = List.of();

    /** Which of the included files are left out. */
    @Parameter(property = "convoke.excludes")
    private List<String> excludes = List.of();

    /** Where the Java sources go. */
    @Parameter(property = "convoke.outputDirectory", defaultValue = "${project.build.directory}/generated-sources/cnn")
    private File outputDirectory = new File("");

    /** Where the compiled vector kernels and the tables of layers go. */
    @Parameter(
            property = "convoke.classesDirectory",
            defaultValue = "${project.build.directory}/generated-resources/cnn")
    private File classesDirectory = new File("");

    /** The package of the specs that lie in the source directory itself; those in folders below it are in packages below. */
    @Parameter(property = "convoke.packageName", defaultValue = "${project.groupId}")
    private String packageName = "";

    /** Fails if the source directory does not exist or holds no spec. */
    @Parameter(property = "convoke.failOnMissingSources", defaultValue = "false")
    private boolean failOnMissingSources;

    /** Fails on warnings too. */
    @Parameter(property = "convoke.fatalWarnings", defaultValue = "false")
    private boolean fatalWarnings;

    /**
     * {@code exact}: no algorithms of inference that round differently from direct convolution, as Winograd's does; slower. {@code fast} otherwise.
     */
    @Parameter(property = "convoke.numerics", defaultValue = "fast")
    private String numerics = "fast";

    /** Adds the generated sources and classes to the project's. */
    @Parameter(property = "convoke.registerAsCompilationRoot", defaultValue = "true")
    private boolean registerAsCompilationRoot;

    @Parameter(defaultValue = "${project.build.directory}/convoke", readonly = true)
    private File stateDirectory = new File("");

    private final MavenProject project;
    private final MojoExecution execution;

    @Inject
    GenerateMojo(BuildContext context, MavenProject project, MojoExecution execution) {
        this.context = context;
        this.project = project;
        this.execution = execution;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped, as convoke.skip says");
            return;
        }
        try {
            generate();
        } catch (IOException | UncheckedIOException e) {
            throw new MojoExecutionException("Cannot read or write: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new MojoExecutionException(
                    "This is a fault of the plugin, please report it: "
                            + e.toString().lines().limit(2).collect(Collectors.joining(" ")),
                    e);
        }
    }

    private void generate() throws IOException, MojoFailureException {
        List<SpecFile> specs = SpecFile.find(sourceDirectory.toPath(), includes, excludes);
        if (specs.isEmpty() && failOnMissingSources) {
            throw new MojoFailureException("No spec matches " + includes + " in " + sourceDirectory
                    + "; set failOnMissingSources to false if that is meant");
        }
        var outputs = new Outputs(outputDirectory.toPath(), classesDirectory.toPath(), context);
        var state = State.read(stateFile());
        Numerics chosen = numerics();
        String configuration =
                Digests.of(packageName, Boolean.toString(fatalWarnings), chosen.name(), ToolVersion.of(execution));
        var session = new FrontEndSession(
                new ImportedFiles(List.of(project.getBasedir().toPath(), sourceDirectory.toPath())));
        var build = new SpecBuild(context, session, packageName, fatalWarnings, chosen, Runtimes.of(project));
        State.Builder next = new State.Builder();
        List<Made> made = new ArrayList<>();
        for (SpecFile spec : specs) {
            String digest = spec.digest(configuration, session);
            Optional<State.Entry> same = state.upToDate(spec.name(), digest, outputs);
            if (same.isPresent()) {
                next.keep(same.get());
                build.keep(spec);
            } else {
                build.generate(spec).ifPresent(files -> made.add(new Made(spec.name(), digest, files)));
            }
        }
        build.fail();
        made.forEach(each -> next.add(each.spec(), each.digest(), outputs.write(each.files())));
        int deleted = outputs.delete(next.stale(state));
        next.build().write(stateFile());
        getLog().info(specs.size() + " specs: " + build.count() + " compiled, " + (specs.size() - build.count())
                + " unchanged" + (deleted > 0 ? ", " + deleted + " stale files deleted" : ""));
        if (registerAsCompilationRoot && !specs.isEmpty()) {
            register();
        }
    }

    private Numerics numerics() throws MojoFailureException {
        for (Numerics each : Numerics.values()) {
            if (each.name().equalsIgnoreCase(numerics)) {
                return each;
            }
        }
        throw new MojoFailureException("The parameter numerics is fast or exact");
    }

    /** What a spec was compiled to; nothing is written unless all specs are right. */
    private record Made(String spec, String digest, Map<String, byte[]> files) {}

    private Path stateFile() {
        return stateDirectory.toPath().resolve(execution.getExecutionId() + ".state");
    }

    private void register() throws IOException {
        project.addCompileSourceRoot(outputDirectory.getAbsolutePath());
        Files.createDirectories(classesDirectory.toPath());
        var resource = new Resource();
        resource.setDirectory(classesDirectory.getAbsolutePath());
        project.addResource(resource);
    }
}
