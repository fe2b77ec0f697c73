package dev.convoke.runtime.generated;

import dev.convoke.runtime.problem.RuntimeTooOldException;

/** The first thing that a generated class calls, before it touches any other type of the contract. */
public final class Compatibility {
    private Compatibility() {}

    /**
     * Checks that this runtime understands the contract that a class was generated for.
     *
     * @param net the net's name, for the message
     * @param formatVersion the version that the generator wrote into the class
     * @throws RuntimeTooOldException if it is newer than {@link NetDescription#FORMAT_VERSION}
     */
    public static void require(String net, int formatVersion) {
        if (formatVersion > NetDescription.FORMAT_VERSION) {
            throw new RuntimeTooOldException(net, formatVersion, NetDescription.FORMAT_VERSION);
        }
    }
}
