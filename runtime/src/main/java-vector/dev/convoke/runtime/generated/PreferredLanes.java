package dev.convoke.runtime.generated;

import jdk.incubator.vector.FloatVector;

/** The only class of the runtime that touches the Vector API; loaded only where its module is present. */
final class PreferredLanes {
    private PreferredLanes() {}

    /** Floats in the widest vector that this machine and JVM handle well. */
    static int get() {
        return FloatVector.SPECIES_PREFERRED.length();
    }
}
