package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.ArrangementProblems;
import dev.convoke.compiler.layer.Stage;
import java.util.Optional;

/** Arguments that name a dimension as PyTorch does: the batch is 0, negative ones count from the last. */
final class Dimensions {
    static final ArgumentType TYPE = new ArgumentType.Whole(-Shape.MAX_RANK, Shape.MAX_RANK);

    private Dimensions() {}

    /** An argument {@code dim} that is the channels if it is not given. */
    static Argument channels(String documentation) {
        return Argument.optional("dim", TYPE, new ArgumentValue.Whole(1), documentation);
    }

    /** The position in the shape of one sample; nothing after a problem was reported. */
    static Optional<Integer> axis(Arguments arguments, String name, Shape input, Stage stage) {
        int given = arguments.whole(name);
        int dimension = given < 0 ? given + input.rank() + 1 : given;
        if (dimension < 1 || dimension > input.rank()) {
            stage.report(ArrangementProblems.noSuchDimension(name, given, input, stage));
            return Optional.empty();
        }
        return Optional.of(dimension - 1);
    }
}
