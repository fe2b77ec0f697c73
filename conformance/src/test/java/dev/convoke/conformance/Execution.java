package dev.convoke.conformance;

import dev.convoke.compiler.graph.Value;
import dev.convoke.runtime.Workers;
import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.generated.Twin;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a compiled network as the runtime does, but in memory full of NaN: what reads an element that nothing has written shows. All
 * arrays are exactly as long as the contract says.
 */
final class Execution {
    /** How the parts of a step are run. */
    interface Parts {
        void run(Twin twin, Phase phase, int step, Frame frame);

        Parts TOGETHER =
                (twin, phase, step, frame) -> twin.run(phase, step, frame, 0, twin.parts(phase, step, frame.batch));

        /** One at a time, the last first: what any number of threads may come to. */
        Parts BACKWARDS = (twin, phase, step, frame) -> {
            for (int part = twin.parts(phase, step, frame.batch) - 1; part >= 0; part--) {
                twin.run(phase, step, frame, part, part + 1);
            }
        };

        static Parts threads(Workers workers) {
            // These nets are so small that no step would be shared for speed.
            return (twin, phase, step, frame) -> workers.run(
                    (from, to) -> twin.run(phase, step, frame, from, to), twin.parts(phase, step, frame.batch));
        }
    }

    private final Compiled net;
    private final NetDescription description;
    private final Twin twin;
    private final Parts parts;

    private Execution(Compiled net, Twin twin, Parts parts) {
        this.net = net;
        this.description = net.description();
        this.twin = twin;
        this.parts = parts;
    }

    /** Inference in pieces of those sizes, and a training step. */
    static Outcome run(Compiled net, int lanes, Data data, Parts parts, List<Integer> pieces) {
        return run(net, Maps.get(net.twins(), lanes), data, parts, pieces);
    }

    /** The same by the kernels of all widths in turn. */
    static Outcome mixed(Compiled net, Data data, Parts parts, List<Integer> pieces) {
        return run(net, new Mixture(List.copyOf(net.twins().values())), data, parts, pieces);
    }

    private static Outcome run(Compiled net, Twin twin, Data data, Parts parts, List<Integer> pieces) {
        Execution execution = new Execution(net, twin, parts);
        Outcome outcome = new Outcome();
        execution.infer(data, pieces, outcome);
        execution.train(data, outcome);
        return outcome;
    }

    /** Inference alone. */
    static Outcome inference(Compiled net, int lanes, Data data, Parts parts, List<Integer> pieces) {
        Outcome outcome = new Outcome();
        new Execution(net, Maps.get(net.twins(), lanes), parts).infer(data, pieces, outcome);
        return outcome;
    }

    private void run(Phase phase, Frame frame) {
        for (int step = 0; step < twin.steps(phase); step++) {
            parts.run(twin.current(phase, step), phase, step, frame);
        }
    }

    private void infer(Data data, List<Integer> pieces, Outcome outcome) {
        Frame frame = frame(data);
        frame.prepared = poison(description.preparedFloats());
        frame.batch = 1;
        frame.arena = arena(description.inference(), 1);
        float[][] inputs = frame.inputs;
        frame.inputs = new float[0][];
        run(Phase.PREPARE, frame);
        frame.inputs = inputs;
        int first = 0;
        for (int piece : pieces) {
            frame.firstSample = first;
            frame.batch = piece;
            frame.arena = arena(description.inference(), piece);
            run(Phase.INFERENCE, frame);
            first += piece;
        }
        outputs("inference.", frame, outcome);
        if (!Arrays.equals(frame.state, state(data))) {
            throw new AssertionError("inference changed the state");
        }
    }

    private void train(Data data, Outcome outcome) {
        Frame frame = frame(data);
        frame.batch = data.batch();
        frame.arena = arena(description.training(), data.batch());
        frame.gradients = poison(description.stateFloats());
        frame.outputGradients = data.outputGradients().toArray(float[][]::new);
        frame.inputGradients =
                data.inputs().stream().map(input -> poison(input.length)).toArray(float[][]::new);
        frame.wantsInputGradients = true;
        frame.randomKey = data.randomKey();
        run(Phase.FORWARD, frame);
        outputs("training.", frame, outcome);
        run(Phase.BACKWARD, frame);
        for (TensorDescription tensor : description.tensors()) {
            if (tensor.kind() == TensorDescription.Kind.COUNTER) {
                continue;
            }
            outcome.put("after." + tensor.name(), part(frame.state, tensor));
        }
        for (Value value : net.subject().training().gradients().keySet()) {
            if (value.kind() == Value.Kind.INPUT) {
                int slot = net.subject().network().graph().inputs().indexOf(value);
                outcome.put("grad." + value.name(), frame.inputGradients[slot]);
            } else {
                outcome.put("grad." + value.name(), part(frame.gradients, tensor(value.name())));
            }
        }
    }

    private TensorDescription tensor(String name) {
        return description.tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static float[] part(float[] all, TensorDescription tensor) {
        return Arrays.copyOfRange(all, tensor.offset(), tensor.offset() + tensor.elements());
    }

    private Frame frame(Data data) {
        Frame frame = new Frame();
        frame.state = state(data);
        frame.inputs = data.inputs().stream().map(float[]::clone).toArray(float[][]::new);
        frame.outputs = data.outputGradients().stream()
                .map(gradient -> poison(gradient.length))
                .toArray(float[][]::new);
        return frame;
    }

    private float[] state(Data data) {
        float[] state = poison(description.stateFloats());
        for (TensorDescription tensor : description.tensors()) {
            if (tensor.kind() != TensorDescription.Kind.COUNTER) {
                System.arraycopy(Maps.get(data.state(), tensor.name()), 0, state, tensor.offset(), tensor.elements());
            }
        }
        return state;
    }

    private void outputs(String prefix, Frame frame, Outcome outcome) {
        for (int i = 0; i < frame.outputs.length; i++) {
            outcome.put(prefix + description.outputs().get(i).name(), frame.outputs[i].clone());
        }
    }

    private static float[] arena(NetDescription.Arena arena, int batch) {
        return poison(arena.fixed() + arena.perSample() * batch);
    }

    private static float[] poison(int length) {
        float[] values = new float[length];
        Arrays.fill(values, Float.NaN);
        return values;
    }
}
