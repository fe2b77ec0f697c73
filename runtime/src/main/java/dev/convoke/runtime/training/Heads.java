package dev.convoke.runtime.training;

import dev.convoke.runtime.Trainable;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Port;
import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.ProblemKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The outputs of a network that a loss is on. What is made small is the sum of the losses on all of them, each times its weight, with the
 * same targets, as auxiliary heads are trained; the first is what the network is judged by. Other outputs have no gradient.
 *
 * @param heads of one network, at least one
 */
record Heads(List<Head> heads) {
    /**
     * An output with a loss on it.
     *
     * @param output its place among the outputs
     * @param weight above 0
     */
    record Head(int output, Port port, double weight) {}

    Heads {
        heads = List.copyOf(heads);
    }

    /** The only output of a network; one of several must be named. */
    static Heads only(NetDescription net) {
        if (net.outputs().size() != 1) {
            throw new InputException(
                    ProblemKind.NET_UNSUITABLE,
                    net.name() + " has the outputs " + names(net) + ", and it is not said which of them the loss is on",
                    "name it: Trainer.lossOn(\"" + net.outputs().get(0).name() + "\"), on the command line --loss-on "
                            + net.outputs().get(0).name() + "; several may be named, with weights");
        }
        return new Heads(List.of(new Head(0, net.outputs().get(0), 1)));
    }

    /** A named output alone. */
    static Heads of(NetDescription net, String output, double weight) {
        return new Heads(List.of(head(net, output, weight)));
    }

    /** With one more output. */
    Heads and(NetDescription net, String output, double weight) {
        Head added = head(net, output, weight);
        if (heads.stream().anyMatch(each -> each.output == added.output)) {
            throw new InputException(
                    ProblemKind.SETTING_OUT_OF_RANGE,
                    "the loss on " + output + " is asked for twice",
                    "name each output once, with its weight");
        }
        List<Head> all = new ArrayList<>(heads);
        all.add(added);
        return new Heads(all);
    }

    private static Head head(NetDescription net, String output, double weight) {
        Settings.above0("the weight of the loss on " + output, weight);
        for (int i = 0; i < net.outputs().size(); i++) {
            if (net.outputs().get(i).name().equals(output)) {
                return new Head(i, net.outputs().get(i), weight);
            }
        }
        throw new InputException(
                ProblemKind.NET_UNSUITABLE, net.name() + " has no output " + output, "its outputs are " + names(net));
    }

    private static String names(NetDescription net) {
        return net.outputs().stream().map(Port::name).collect(Collectors.joining(", "));
    }

    /** What the network is judged by. */
    Head main() {
        return heads.get(0);
    }

    /** The loss of what {@code net} last computed; leaves its gradient with respect to the outputs there. */
    double evaluate(Trainable net, Loss loss, int batch, Targets targets) {
        for (float[] gradients : net.outputGradients()) {
            Arrays.fill(gradients, 0f);
        }
        double sum = 0;
        for (Head head : heads) {
            float[] gradients = net.outputGradients()[head.output];
            double value = loss.evaluate(net.outputs()[head.output], head.port.shape(), batch, targets, gradients);
            sum += head.weight * value;
            if (head.weight != 1) {
                for (int i = 0; i < head.port.elements() * batch; i++) {
                    gradients[i] = (float) (head.weight * gradients[i]);
                }
            }
        }
        return sum;
    }
}
