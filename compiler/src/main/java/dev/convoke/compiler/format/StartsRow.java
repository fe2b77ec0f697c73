package dev.convoke.compiler.format;

import dev.convoke.compiler.syntax.Stage;

/** Whether a stage says enough to begin a row of a chain: all but those of which only the layer's name is to be said. */
final class StartsRow implements Stage.Cases<Boolean> {
    @Override
    public Boolean call(Stage.Call call) {
        return !call.arguments().isEmpty();
    }

    @Override
    public Boolean inline(Stage.Inline inline) {
        return true;
    }

    @Override
    public Boolean conditional(Stage.Conditional conditional) {
        return true;
    }

    @Override
    public Boolean repeat(Stage.Repeat repeat) {
        return true;
    }

    @Override
    public Boolean output(Stage.Output output) {
        return true;
    }

    @Override
    public Boolean use(Stage.Use use) {
        return true;
    }

    @Override
    public Boolean check(Stage.Check check) {
        return false;
    }
}
