package dev.convoke.compiler.syntax;

import java.util.List;
import java.util.Optional;

/**
 * Finds whole statements, inputs, outputs and calls that are written as in other languages, tells what to write here, and
 * puts tokens in their place that mean it. So what else is wrong in and around them is found in the same run.
 */
final class ForeignStatements {
    /** One family of such forms. */
    interface Form {
        /** Puts out what stands for a form that begins at an index; returns how many tokens it has, 0 if there is none. */
        int take(int at);
    }

    private ForeignStatements() {}

    static List<Token> repaired(Findings findings, List<Token> tokens) {
        if (tokens.isEmpty()) {
            return tokens;
        }
        var rewriting = new Rewriting(findings, tokens);
        List<Form> forms = List.of(
                new InputForms(rewriting),
                new OutputForms(rewriting),
                new LoopForms(rewriting),
                new StageForms(rewriting),
                new CallForms(rewriting),
                new ListForms(rewriting));
        for (int at = 0; at < tokens.size() && !findings.isFull(); ) {
            at += take(at, rewriting, forms);
        }
        return rewriting.out();
    }

    private static int take(int at, Rewriting rewriting, List<Form> forms) {
        Optional<List<Token>> replaced = rewriting.replaced(at);
        if (replaced.isPresent()) {
            replaced.get().forEach(rewriting::put);
            return 1;
        }
        for (Form form : forms) {
            int taken = form.take(at);
            if (taken > 0) {
                return taken;
            }
        }
        rewriting.put(rewriting.at(at));
        return 1;
    }
}
