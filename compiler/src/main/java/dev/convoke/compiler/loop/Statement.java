package dev.convoke.compiler.loop;

import java.util.List;

/** What a kernel does. */
public sealed interface Statement {
    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R block(Block block);

        R loop(For loop);

        R define(Define define);

        R assign(Assign assign);

        R store(Store store);

        R put(Put put);

        R when(When when);

        R let(Let let);
    }

    /** One after the other; a scope for registers and lets. */
    record Block(List<Statement> statements) implements Statement {
        public Block {
            statements = List.copyOf(statements);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.block(this);
        }
    }

    /** {@code for (variable = low; variable < high; variable++)}. */
    record For(Atom.Variable variable, Index low, Index high, Kind kind, Statement body) implements Statement {
        /** How the iterations relate. */
        public enum Kind {
            /** Iterations are independent: they may run in any order and at once. */
            PARALLEL,
            /** In order. */
            SERIAL
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.loop(this);
        }
    }

    /** Brings a register into being. */
    record Define(Register register, Expression value) implements Statement {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.define(this);
        }
    }

    /** Changes a register. */
    record Assign(Register register, Expression value) implements Statement {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.assign(this);
        }
    }

    /** Writes an element of a tensor, by its logical indices. Gone after the {@code layout} pass. */
    record Store(Tensor tensor, List<Index> at, Expression value) implements Statement {
        public Store {
            at = List.copyOf(at);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.store(this);
        }
    }

    /** Writes one float, or 16 consecutive ones, into a buffer. */
    record Put(Buffer buffer, Index at, Expression value, Lanes lanes) implements Statement {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.put(this);
        }
    }

    /** Runs the body where the guard holds. */
    record When(Guard guard, Statement body) implements Statement {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.when(this);
        }
    }

    /** Names an index, for the statements that follow in the block. */
    record Let(Atom.Variable variable, Index value) implements Statement {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.let(this);
        }
    }
}
