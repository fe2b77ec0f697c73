package dev.convoke.maven;

import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;

/** Finds the runtime among a project's dependencies: generated classes are compiled against it. */
final class Runtimes {
    private Runtimes() {}

    /** The runtime's jar or classes; empty if the project does not depend on it. */
    static List<Path> of(MavenProject project) {
        return project.getArtifacts().stream()
                .filter(artifact -> artifact.getGroupId().equals("dev.convoke")
                        && artifact.getArtifactId().equals("convoke-runtime"))
                .map(Artifact::getFile)
                .map(file -> file.toPath())
                .toList();
    }
}
