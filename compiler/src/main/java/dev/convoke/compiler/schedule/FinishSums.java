package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Register;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the sums of a tile away into {@link Buffer#SUMS}, from where a loop takes them to compute what is stored: norm,
 * activation and what is added are written once instead of once for each of 16 registers.
 *
 * <p>That is more than small code. The methods of the Vector API know their vectors' class from C2's profiles only. While C2
 * compiles a method it adds up the class checks that failed in whatever it inlines, again for each copy, and from 100 on it trusts
 * no profile: what is computed from there on are objects. In the methods that all operations of two vectors share, no check has
 * failed in one run and eight have in the next. So no method may contain many such operations; multiply-adds have methods of their own.
 */
final class FinishSums {
    /** What is done with so few sums is written out. */
    private static final int FEW = 4;

    private FinishSums() {}

    /** The tiled loop over whose iterations sums are finished: that of the largest factor. None where nothing is worth it. */
    static Optional<Atom.Variable> loop(Kernel lowered, Map<Atom.Variable, Integer> factors, int width) {
        Optional<Atom.Variable> largest = Optional.empty();
        int most = 1;
        for (Map.Entry<Atom.Variable, Integer> factor : factors.entrySet()) {
            if (factor.getValue() > most) {
                most = factor.getValue();
                largest = Optional.of(factor.getKey());
            }
        }
        int sums = registers(lowered.body()).size();
        boolean worthwhile = elements(factors) * sums > FEW
                && finishes(lowered.body())
                && elements(factors) * width * sums <= Buffer.MOST_SUMS;
        return worthwhile || floatsPutAway(lowered.body()) > 0 ? largest : Optional.empty();
    }

    /** Floats that one element puts away as it is lowered: 0 but for pools with lanes along rows. */
    private static long floatsPutAway(Statement body) {
        long[] floats = {0};
        new StatementRewriter() {
            @Override
            public Statement put(Statement.Put put) {
                if (put.buffer().equals(Buffer.SUMS)) {
                    floats[0] = Math.max(floats[0], put.at().range().high() + 1);
                }
                return put;
            }
        }.rewrite(body);
        return floats[0];
    }

    /** Puts away what the kernel reduces to before it is used. The places are numbered by {@link Tile#within}. */
    static Kernel apart(Kernel kernel, Map<Atom.Variable, Integer> factors, int width) {
        List<Atom.Variable> parameters = new ArrayList<>(kernel.parameters());
        Index place = Index.ZERO;
        for (Map.Entry<Atom.Variable, Integer> factor : factors.entrySet()) {
            if (factor.getValue() > 1) {
                Atom.Variable within = Tile.within(factor.getKey(), factor.getValue());
                parameters.add(within);
                place = place.times(factor.getValue()).plus(Index.of(within));
            }
        }
        Index first = place.times(width).plus(Index.of(SplitLanes.lane(width)));
        Map<Register, Index> places = new LinkedHashMap<>();
        for (Register register : registers(kernel.body())) {
            places.put(register, first.plus((long) places.size() * elements(factors) * width));
        }
        Index before = place.times(floatsPutAway(kernel.body()));
        ExpressionRewriter fetches = new ExpressionRewriter() {
            @Override
            public Expression fetch(Expression.Fetch fetch) {
                return fetch.buffer().equals(Buffer.SUMS)
                        ? new Expression.Fetch(fetch.buffer(), before.plus(fetch.at()), fetch.lanes())
                        : fetch;
            }

            @Override
            public Expression read(Expression.Read read) {
                return Optional.ofNullable(places.get(read.register()))
                        .<Expression>map(at -> new Expression.Fetch(Buffer.SUMS, at, Lanes.SCALAR))
                        .orElse(read);
            }
        };
        Statement body = new StatementRewriter() {
            @Override
            public Statement put(Statement.Put put) {
                return put.buffer().equals(Buffer.SUMS)
                        ? new Statement.Put(put.buffer(), before.plus(put.at()), put.value(), put.lanes())
                        : put;
            }

            @Override
            public Statement store(Statement.Store store) {
                List<Statement> statements = new ArrayList<>();
                places.forEach((register, at) -> statements.add(
                        new Statement.Put(Buffer.SUMS, at, new Expression.Read(register), Lanes.SCALAR)));
                statements.add(new Statement.Store(store.tensor(), store.at(), fetches.rewrite(store.value())));
                return flat(statements);
            }
        }.rewrite(kernel.body());
        return new Kernel(kernel.name(), kernel.description(), parameters, body);
    }

    /** How many statements of a block come to the end of those that put sums away; 0 if none does. */
    static int putAway(List<Statement> statements) {
        for (int i = statements.size(); i > 0; i--) {
            if (statements.get(i - 1) instanceof Statement.Put put
                    && put.buffer().equals(Buffer.SUMS)) {
                return i;
            }
        }
        return 0;
    }

    private static int elements(Map<Atom.Variable, Integer> factors) {
        return factors.values().stream().reduce(1, (a, b) -> a * b);
    }

    /** Whether something is computed of the sums before it is stored. */
    private static boolean finishes(Statement body) {
        boolean[] found = {false};
        new StatementRewriter() {
            @Override
            public Statement store(Statement.Store store) {
                found[0] = !(store.value() instanceof Expression.Read);
                return store;
            }
        }.rewrite(body);
        return found[0];
    }

    /** The registers that what is stored is computed of, in the order in which they are read. */
    private static List<Register> registers(Statement body) {
        List<Register> registers = new ArrayList<>();
        ExpressionRewriter reads = new ExpressionRewriter() {
            @Override
            public Expression read(Expression.Read read) {
                if (!registers.contains(read.register())) {
                    registers.add(read.register());
                }
                return read;
            }
        };
        new StatementRewriter() {
            @Override
            public Statement store(Statement.Store store) {
                reads.rewrite(store.value());
                return store;
            }
        }.rewrite(body);
        return registers;
    }
}
