package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Sequence;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Walk;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The same stages three times in a row, labels apart: a {@code for} says it once. */
public final class RepeatedStages implements DeclarationLint {
    private static final int LEAST_TIMES = 3;
    private static final int MOST_STAGES = 16;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.REPEATED_STAGES;
    }

    @Override
    public boolean onByDefault() {
        return false;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        declaration.match(new Walk() {
            @Override
            public Walk seq(Declaration.Seq seq) {
                look(seq.body().stages(), findings);
                return super.seq(seq);
            }

            @Override
            public Walk chain(Expression.Chain chain) {
                look(chain.stages(), findings);
                return super.chain(chain);
            }

            @Override
            public Walk inline(Stage.Inline inline) {
                look(inline.body().stages(), findings);
                return super.inline(inline);
            }

            @Override
            public Walk repeat(Stage.Repeat repeat) {
                look(repeat.body().stages(), findings);
                return super.repeat(repeat);
            }

            @Override
            public Walk conditional(Stage.Conditional conditional) {
                conditional.branches().forEach(each -> look(each.body().stages(), findings));
                conditional.otherwise().map(Sequence::stages).ifPresent(each -> look(each, findings));
                return super.conditional(conditional);
            }
        });
    }

    private static void look(List<Stage> stages, Consumer<Diagnostic> findings) {
        List<String> texts =
                stages.stream().map(each -> each.match(WITHOUT_LABEL)).toList();
        int at = 0;
        while (at < texts.size()) {
            Optional<Run> run = run(texts, at);
            run.ifPresent(each -> findings.accept(finding(stages, each)));
            at = run.map(Run::end).orElse(at + 1);
        }
    }

    /** So many stages, from there, so many times. */
    private record Run(int start, int stages, int times) {
        int end() {
            return start + stages * times;
        }
    }

    private static Optional<Run> run(List<String> texts, int start) {
        for (int stages = 1; stages <= Math.min(MOST_STAGES, (texts.size() - start) / LEAST_TIMES); stages++) {
            List<String> first = texts.subList(start, start + stages);
            int times = 1;
            while (start + (times + 1) * stages <= texts.size()
                    && texts.subList(start + times * stages, start + (times + 1) * stages)
                            .equals(first)) {
                times++;
            }
            if (times >= LEAST_TIMES && first.get(0).contains("(")) {
                return Optional.of(new Run(start, stages, times));
            }
        }
        return Optional.empty();
    }

    private static final Stage.Cases<String> WITHOUT_LABEL = new Stage.Cases<>() {
        @Override
        public String call(Stage.Call call) {
            return blanks(call.call().text());
        }

        @Override
        public String inline(Stage.Inline inline) {
            return blanks(inline.body().span().text());
        }

        @Override
        public String conditional(Stage.Conditional conditional) {
            return blanks(conditional.span().text());
        }

        @Override
        public String repeat(Stage.Repeat repeat) {
            return blanks(repeat.span().text());
        }

        @Override
        public String output(Stage.Output output) {
            return blanks(output.span().text());
        }

        @Override
        public String use(Stage.Use use) {
            return blanks(use.span().text());
        }

        @Override
        public String check(Stage.Check check) {
            return blanks(check.span().text());
        }
    };

    private static String blanks(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static Diagnostic finding(List<Stage> stages, Run run) {
        String what = run.stages() == 1 ? "this stage stands" : "these " + run.stages() + " stages stand";
        return Diagnostic.of(
                        DiagnosticCode.REPEATED_STAGES,
                        what + " here " + run.times() + " times in a row",
                        stages.get(run.start())
                                .span()
                                .to(stages.get(run.start() + run.stages() - 1).span()),
                        "the first time")
                .also(stages.get(run.end() - 1).span(), "the end of the last time")
                .help("in a `seq`, `for i in 0.." + run.times()
                        + " { ... }` makes the same stages with the same numbers; labels may count: `conv{i + 1}:`");
    }
}
