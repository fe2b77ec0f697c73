package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** What the body of a net or block is made of. */
public sealed interface Statement {
    Span span();

    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R input(Input input);

        R let(Let let);

        R require(Require require);

        R flow(Flow flow);

        R returned(Return returned);

        R lost(Lost lost);
    }

    /** A statement that may stand before the stages of a sequence too. */
    sealed interface Local extends Statement {}

    /** {@code input image: [3, 32, 32]}; with {@code u8[3, 32, 32]} the net takes bytes. */
    record Input(
            Optional<Documentation> documentation, Identifier name, boolean bytes, List<Expression> extents, Span span)
            implements Statement {
        public Input {
            extents = List.copyOf(extents);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.input(this);
        }
    }

    /** {@code skip = x -> Conv(64, 1)}: a name for a stream or a value. */
    record Let(Identifier name, Expression value, Span span) implements Local {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.let(this);
        }
    }

    /** {@code require stride < 3, "stride {stride} loses pixels"}. */
    record Require(Expression condition, Optional<Template> message, Span span) implements Local {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.require(this);
        }
    }

    /** {@code image -> Conv(18, 3) -> output logits}: an expression that is there for the outputs in it. */
    record Flow(Expression value, Span span) implements Statement {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.flow(this);
        }
    }

    /** {@code return y + skip -> Relu}. */
    record Return(Expression value, Span span) implements Statement {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.returned(this);
        }
    }

    /**
     * A statement that was not understood. What is wrong with it is reported; the statements around it are checked all the same.
     *
     * @param name what it gives a name to
     * @param assigned names that may be given, or given anew, in it: what they stand for behind it is not known
     * @param returns whether it says what comes out of a block
     * @param outputs how many outputs of a net are in it
     */
    record Lost(Optional<Identifier> name, List<Identifier> assigned, boolean returns, int outputs, Span span)
            implements Statement {
        public Lost {
            assigned = List.copyOf(assigned);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lost(this);
        }
    }
}
