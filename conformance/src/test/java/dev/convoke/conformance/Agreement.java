package dev.convoke.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.runtime.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** What must hold of every network, whatever it is made of. */
final class Agreement {
    /**
     * Errors of float32 may come to so many units in the last place of the largest element. The networks of these tests sum a few hundred
     * products in a row, and a sum of n roundings is off by sqrt(n) half units, seldom by three times that.
     */
    private static final double UNITS = 100;

    private static final double UNIT = 0x1p-24;

    private Agreement() {}

    /** Scheduled kernels of every width compute the bits of the definitions, parallel loops in any order. */
    static void interpreted(Subject subject, int batch, long seed) {
        Data data = Data.random(subject.network(), batch, seed);
        Outcome truth = Reference.run(subject, data, Evaluator.Precision.FLOAT);
        for (int lanes : Compiled.LANES) {
            same(lanes + " lanes interpreted", truth, Interpretation.run(subject, lanes, data, OptionalLong.of(seed)));
        }
    }

    /** Generated code of every width computes the bits of the definitions, however its parts and the batch are split. */
    static void generated(Compiled net, int batch, long seed, Workers workers) {
        Data data = Data.random(net.subject().network(), batch, seed);
        Outcome truth = Reference.run(net.subject(), data, Evaluator.Precision.FLOAT);
        List<Integer> whole = List.of(batch);
        List<Integer> split = batch == 1 ? whole : List.of(1, batch - 1);
        List<Integer> halves = batch == 1 ? whole : List.of(batch - batch / 2, batch / 2);
        same("16 lanes", truth, Execution.run(net, 16, data, Execution.Parts.TOGETHER, whole));
        same("16 lanes, two threads", truth, Execution.run(net, 16, data, Execution.Parts.threads(workers), split));
        same("8 lanes, parts backwards", truth, Execution.run(net, 8, data, Execution.Parts.BACKWARDS, halves));
        same("4 lanes", truth, Execution.run(net, 4, data, Execution.Parts.TOGETHER, split));
        same("all widths in turn", truth, Execution.mixed(net, data, Execution.Parts.TOGETHER, halves));
        same("scalar, two threads", truth, Execution.run(net, 1, data, Execution.Parts.threads(workers), whole));
    }

    /** The definitions in float32, whose bits generated code has, against double precision. */
    static void precise(Subject subject, int batch, long seed) {
        Data data = Data.random(subject.network(), batch, seed);
        Outcome single = Reference.run(subject, data, Evaluator.Precision.FLOAT);
        Outcome truth = Reference.run(subject, data, Evaluator.Precision.DOUBLE);
        precise(subject, single, truth);
    }

    static void precise(Subject subject, Outcome single, Outcome truth) {
        truth.tensors().forEach((name, values) -> {
            double[] found = Maps.get(single.tensors(), name);
            double allowed = UNITS * UNIT * scale(truth, name);
            for (int i = 0; i < values.length; i++) {
                assertThat(Math.abs(found[i] - values[i]))
                        .as("%s: error of %s[%d], %s", subject, name, i, values[i])
                        .isLessThanOrEqualTo(allowed);
            }
        });
    }

    /** The largest element of what is computed together: gradients may cancel to nothing, as a bias's before a batch norm does. */
    private static double scale(Outcome truth, String name) {
        String kind = name.startsWith("grad.") ? "grad." : name;
        return truth.tensors().entrySet().stream()
                .filter(each -> each.getKey().startsWith(kind))
                .flatMapToDouble(each -> Arrays.stream(each.getValue()))
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    private static void same(String how, Outcome truth, Outcome found) {
        String difference = truth.firstDifference(found);
        if (!difference.isEmpty()) {
            throw new AssertionError(how + ": by definition " + difference);
        }
    }
}
