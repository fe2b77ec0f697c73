package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** What stands behind an arrow, or between the braces of a sequence. */
public sealed interface Stage {
    Span span();

    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R call(Call call);

        R inline(Inline inline);

        R conditional(Conditional conditional);

        R repeat(Repeat repeat);

        R output(Output output);

        R use(Use use);

        R check(Check check);
    }

    /**
     * {@code conv1: Conv(18, 3, padding=1)}, {@code Relu}: a layer, a block or a seq.
     *
     * @param call what is called, from the name to the closing parenthesis
     * @param span the label included
     */
    record Call(Optional<Template> label, Identifier name, List<Argument> arguments, Span call, Span span)
            implements Stage {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.call(this);
        }
    }

    /** {@code features: seq { ... }}. */
    record Inline(Optional<Template> label, Sequence body, Span span) implements Stage {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.inline(this);
        }
    }

    /** {@code if t != 1 { ... } else if t == 2 { ... } else { ... }}; at least one branch. */
    record Conditional(List<Branch> branches, Optional<Sequence> otherwise, Span span) implements Stage {
        public Conditional {
            branches = List.copyOf(branches);
            if (branches.isEmpty()) {
                throw new IllegalArgumentException("an if without a branch at " + span);
            }
        }

        /** A condition and what it adds. */
        public record Branch(Expression condition, Sequence body) {}

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.conditional(this);
        }
    }

    /** {@code for (c, n) in [(16, 1), (24, 2)] { ... }}. */
    record Repeat(Pattern pattern, Range range, Sequence body, Span span) implements Stage {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.repeat(this);
        }
    }

    /** {@code output logits}: names the stream there as an output of the net; the stream flows on. */
    record Output(Identifier name, Span span) implements Stage {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.output(this);
        }
    }

    /** {@code use tower}: once more the stage of that label, with the same weights. */
    record Use(Template target, Span span) implements Stage {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.use(this);
        }
    }

    /**
     * {@code is [18, 16, _]}: asserts the shape of the stream that arrives and lets it pass. Takes no number in a sequence.
     *
     * @param span the word {@code is} included
     */
    record Check(List<Entry> entries, Span span) implements Stage {
        public Check {
            entries = List.copyOf(entries);
        }

        /** One extent; empty for {@code _}, which any extent matches. */
        public record Entry(Optional<Expression> extent, Span span) {}

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.check(this);
        }
    }
}
