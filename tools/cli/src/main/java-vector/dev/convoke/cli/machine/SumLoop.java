package dev.convoke.cli.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Reads an array and does as little as can be with it. */
final class SumLoop {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    private SumLoop() {}

    /** The sum of the first elements, up to a few at the end. */
    static float run(float[] values, int count) {
        int lanes = LANES.length();
        FloatVector a = FloatVector.zero(LANES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i + 4 * lanes <= count; i += 4 * lanes) {
            a = a.add(FloatVector.fromArray(LANES, values, i));
            b = b.add(FloatVector.fromArray(LANES, values, i + lanes));
            c = c.add(FloatVector.fromArray(LANES, values, i + 2 * lanes));
            d = d.add(FloatVector.fromArray(LANES, values, i + 3 * lanes));
        }
        return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    }
}
