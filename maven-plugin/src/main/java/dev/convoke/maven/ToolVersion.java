package dev.convoke.maven;

import java.io.File;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecution;

/** Names the compiler that runs, so that another one compiles everything anew; snapshots differ by their files. */
final class ToolVersion {
    private ToolVersion() {}

    static String of(MojoExecution execution) {
        Collection<Artifact> artifacts =
                execution.getMojoDescriptor().getPluginDescriptor().getArtifacts();
        return artifacts.stream()
                .filter(artifact -> artifact.getGroupId().equals("dev.convoke"))
                .map(ToolVersion::describe)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String describe(Artifact artifact) {
        File file = artifact.getFile();
        return artifact.getId() + "@" + file.length() + "@" + file.lastModified();
    }
}
