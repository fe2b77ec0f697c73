package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** What a file declares. */
public sealed interface Declaration {
    Optional<Documentation> documentation();

    Identifier name();

    Span span();

    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R net(Net net);

        R variant(Variant variant);

        R block(Block block);

        R seq(Seq seq);

        R function(Function function);

        R constant(Constant constant);
    }

    /** {@code net SimpleCnn(classes = 10) { ... }}, compiled to a class. */
    record Net(
            Optional<Documentation> documentation,
            Identifier name,
            List<Parameter> parameters,
            List<Statement> body,
            Span span)
            implements Declaration {
        public Net {
            parameters = List.copyOf(parameters);
            body = List.copyOf(body);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.net(this);
        }
    }

    /**
     * {@code net ResNet34 = ResNet(layers=[3, 4, 6, 3])}: another net with some of its parameters given.
     *
     * @param base the name of the other net
     * @param call from that name to the closing parenthesis
     */
    record Variant(
            Optional<Documentation> documentation,
            Identifier name,
            Identifier base,
            List<Argument> arguments,
            Span call,
            Span span)
            implements Declaration {
        public Variant {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.variant(this);
        }
    }

    /** {@code block Up(skip: stream, c) { ... }}, whose body returns a stream. */
    record Block(
            Optional<Documentation> documentation,
            Identifier name,
            List<Parameter> parameters,
            List<Statement> body,
            Span span)
            implements Declaration {
        public Block {
            parameters = List.copyOf(parameters);
            body = List.copyOf(body);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.block(this);
        }
    }

    /** {@code seq Stage(planes, n) { ... }}, a chain whose children are numbered. */
    record Seq(
            Optional<Documentation> documentation,
            Identifier name,
            List<Parameter> parameters,
            Sequence body,
            Span span)
            implements Declaration {
        public Seq {
            parameters = List.copyOf(parameters);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.seq(this);
        }
    }

    /** {@code fn half(v) = v / 2}, a pure function on numbers. */
    record Function(
            Optional<Documentation> documentation,
            Identifier name,
            List<Parameter> parameters,
            Expression body,
            Span span)
            implements Declaration {
        public Function {
            parameters = List.copyOf(parameters);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.function(this);
        }
    }

    /** {@code const WIDTH = 64}. */
    record Constant(Optional<Documentation> documentation, Identifier name, Expression value, Span span)
            implements Declaration {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(this);
        }
    }
}
