package dev.convoke.compiler.layer;

import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Value;
import java.util.List;

/** What a layer builds its training-mode computation with. */
public interface Training {
    /** Adds a node to the graph: in the forward part while {@link Layer#train} runs, in the backward part within its rule. */
    Value apply(Operator operator, List<Value> inputs);

    /** Whether anything needs the gradient of a value; a rule need not compute one that nothing needs. */
    boolean needsGradient(Value value);

    /** Adds to the gradient of a value; several contributions are summed in the order in which they come. */
    void gradient(Value value, Value contribution);

    /** Says what a buffer holds after this step. */
    void update(Value buffer, Value newValue);
}
