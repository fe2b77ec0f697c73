package dev.convoke.cli.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Multiply-adds in registers and nothing else: the fastest that a thread of this machine can go. */
final class FmaLoop {
    /** Enough independent chains to hide the latency of two units, and few enough for 16 registers. */
    private static final int CHAINS = 12;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    private FmaLoop() {}

    /** Multiplications and additions of {@link #run}. */
    static double operations(int rounds) {
        return 2.0 * rounds * CHAINS * LANES.length();
    }

    static float run(int rounds, float factor) {
        FloatVector x = FloatVector.broadcast(LANES, factor);
        FloatVector y = FloatVector.broadcast(LANES, 1f - factor);
        FloatVector a = FloatVector.zero(LANES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        FloatVector i = a;
        FloatVector j = a;
        FloatVector k = a;
        FloatVector l = a;
        for (int round = 0; round < rounds; round++) {
            a = x.fma(a, y);
            b = x.fma(b, y);
            c = x.fma(c, y);
            d = x.fma(d, y);
            e = x.fma(e, y);
            f = x.fma(f, y);
            g = x.fma(g, y);
            h = x.fma(h, y);
            i = x.fma(i, y);
            j = x.fma(j, y);
            k = x.fma(k, y);
            l = x.fma(l, y);
        }
        FloatVector sum = a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l);
        return sum.lane(0);
    }
}
