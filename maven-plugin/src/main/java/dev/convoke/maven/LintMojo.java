package dev.convoke.maven;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.HelpPages;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.diagnostic.SarifLog;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.lint.LintSettings;
import dev.convoke.compiler.lint.configuration.LintConfiguration;
import dev.convoke.compiler.source.SourceFile;
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
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;
import org.codehaus.plexus.build.DefaultBuildContext;

/**
 * Reports what is wrong with the specs of a project, and what is probably not meant. Errors fail the build; warnings do only if they are
 * fatal. Nothing is generated.
 */
@Mojo(name = "lint", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class LintMojo extends AbstractMojo {
    private static final File UNSET = new File("");

    private final BuildContext context;
    private final MavenProject project;
    private final MojoExecution execution;

    /** Does nothing. */
    @Parameter(property = "convoke.lint.skip", defaultValue = "false")
    private boolean skip;

    /** Where the specs are. */
    @Parameter(property = "convoke.sourceDirectory", defaultValue = "${project.basedir}/src/main/cnn")
    private File sourceDirectory = new File("");

    /** Which files are specs, as patterns below the source directory; all {@code .cnn} files by default. */
    @Parameter(property = "convoke.includes", defaultValue = "**/*.cnn")
    private List<String> includes = List.of();

    /** Which of the included files are left out. */
    @Parameter(property = "convoke.excludes")
    private List<String> excludes = List.of();

    /** The configuration of all specs; by default, for each spec, {@code convoke-lint.toml} in its folder or above it. */
    @Parameter(property = "convoke.lint.configuration")
    private File configuration = UNSET;

    /** Lints to run besides those of the configuration, by code or name. */
    @Parameter(property = "convoke.lint.enable")
    private List<String> enable = List.of();

    /** Lints not to run, whatever the configuration says. */
    @Parameter(property = "convoke.lint.disable")
    private List<String> disable = List.of();

    /** {@code error}, {@code warning} or {@code off} for lints, whatever the configuration says. */
    @Parameter
    private Map<String, String> severities = Map.of();

    /** Fails on warnings too. */
    @Parameter(property = "convoke.fatalWarnings", defaultValue = "false")
    private boolean fatalWarnings;

    /** Where to write the findings as SARIF; by default nowhere. */
    @Parameter(property = "convoke.lint.sarif")
    private File sarif = UNSET;

    /** Where you publish the pages of the rules, for the SARIF log: an absolute URI with {@code {code}} in it; by default it has none. */
    @Parameter(property = "convoke.lint.helpPages")
    private String helpPages = "";

    /** What file names in the SARIF log are relative to. */
    @Parameter(defaultValue = "${session.executionRootDirectory}", readonly = true)
    private File root = new File("");

    @Inject
    LintMojo(BuildContext context, MavenProject project, MojoExecution execution) {
        this.context = context;
        this.project = project;
        this.execution = execution;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped, as convoke.lint.skip says");
            return;
        }
        try {
            lint();
        } catch (IOException | UncheckedIOException e) {
            throw new MojoExecutionException("Cannot read or write: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new MojoExecutionException(
                    "This is a fault of the plugin, please report it: "
                            + e.toString().lines().limit(2).collect(Collectors.joining(" ")),
                    e);
        }
    }

    private void lint() throws IOException, MojoFailureException {
        LintSettings parameters = parameters();
        Optional<HelpPages> pages = pages();
        List<SpecFile> specs = SpecFile.find(sourceDirectory.toPath(), includes, excludes);
        List<SourceFile> sources = specs.stream().map(SpecFile::source).toList();
        var configurations = new LintConfigurations(file(configuration), parameters);
        for (SourceFile source : sources) {
            configurations.add(source);
        }
        var session = new FrontEndSession(
                new ImportedFiles(List.of(project.getBasedir().toPath(), sourceDirectory.toPath())));
        var problems = new Problems();
        problems.addAll(configurations.problems());
        problems.addAll(session.lint(sources, configurations::of));
        List<Diagnostic> findings = problems.sorted();
        Optional<Path> log = file(sarif);
        if (log.isPresent()) {
            write(findings, log.get(), pages);
        }
        specs.forEach(spec -> context.removeMessages(spec.path().toFile()));
        findings.forEach(this::mark);
        report(findings, specs.size());
    }

    private static Optional<Path> file(File parameter) {
        return parameter.equals(UNSET) ? Optional.empty() : Optional.of(parameter.toPath());
    }

    /** What the parameters say; a lint that does not exist is a fault of the project. */
    private LintSettings parameters() throws MojoFailureException {
        List<String> faults = new ArrayList<>();
        LintSettings settings = LintConfiguration.of(enable, disable, severities, faults::add);
        if (!faults.isEmpty()) {
            throw new MojoFailureException(
                    "The configuration of convoke:lint: " + TextRenderer.harmless(String.join("; ", faults)));
        }
        return settings;
    }

    private Optional<HelpPages> pages() throws MojoFailureException {
        if (helpPages.isEmpty()) {
            return Optional.empty();
        }
        Optional<HelpPages> pages = HelpPages.at(helpPages);
        if (pages.isEmpty()) {
            throw new MojoFailureException(
                    "The configuration of convoke:lint: helpPages is an absolute URI with {code} "
                            + "in it, as in https://example.org/convoke/{code}.md, not `" + helpPages + "`");
        }
        return pages;
    }

    private void report(List<Diagnostic> findings, int specs) throws MojoFailureException {
        List<Diagnostic> fatal = findings.stream()
                .filter(each -> fatalWarnings || each.severity() == Severity.ERROR)
                .toList();
        findings.stream()
                .filter(each -> !fatal.contains(each))
                .forEach(each ->
                        getLog().warn(TextRenderer.plain().render(List.of(each)).stripTrailing()));
        if (!fatal.isEmpty()) {
            boolean warnings = fatal.stream().allMatch(each -> each.severity() == Severity.WARNING);
            throw new MojoFailureException(fatal.size() + (fatal.size() == 1 ? " problem" : " problems")
                    + " in specs"
                    + (warnings ? ", and fatalWarnings is set" : "")
                    + "\n\n"
                    + TextRenderer.plain().render(fatal).stripTrailing());
        }
        if (specs == 0) {
            getLog().info("No spec matches " + includes + " in " + sourceDirectory);
            return;
        }
        getLog().info(specs
                + (specs == 1 ? " spec: " : " specs: ")
                + findings.size()
                + (findings.size() == 1 ? " finding" : " findings"));
    }

    /** For IDEs; Maven's own context would print each finding a second time. */
    private void mark(Diagnostic finding) {
        if (!(context instanceof DefaultBuildContext)) {
            context.addMessage(
                    new File(finding.place().file().name()),
                    finding.place().line(),
                    finding.place().column(),
                    finding.code().code() + ": " + finding.message(),
                    finding.severity() == Severity.ERROR ? BuildContext.SEVERITY_ERROR : BuildContext.SEVERITY_WARNING,
                    null);
        }
    }

    private void write(List<Diagnostic> findings, Path file, Optional<HelpPages> pages) throws IOException {
        Path folder = root.toPath().toAbsolutePath().normalize();
        var log = new SarifLog(
                execution.getVersion(),
                folder.toUri().toASCIIString(),
                name -> folder.toUri()
                        .relativize(folder.resolve(name).normalize().toUri())
                        .toASCIIString(),
                pages);
        findings.forEach(log::add);
        Optional<Path> parent = Optional.ofNullable(file.toAbsolutePath().getParent());
        if (parent.isPresent()) {
            Files.createDirectories(parent.get());
        }
        Files.writeString(file, log.json());
    }
}
