package dev.convoke.compiler.format;

import dev.convoke.compiler.syntax.Stage;

/** What a stage calls; empty for stages that are no calls. */
final class CallName implements Stage.Cases<String> {
    @Override
    public String call(Stage.Call call) {
        return call.name().text();
    }

    @Override
    public String inline(Stage.Inline inline) {
        return "";
    }

    @Override
    public String conditional(Stage.Conditional conditional) {
        return "";
    }

    @Override
    public String repeat(Stage.Repeat repeat) {
        return "";
    }

    @Override
    public String output(Stage.Output output) {
        return "";
    }

    @Override
    public String use(Stage.Use use) {
        return "";
    }

    @Override
    public String check(Stage.Check check) {
        return "";
    }
}
