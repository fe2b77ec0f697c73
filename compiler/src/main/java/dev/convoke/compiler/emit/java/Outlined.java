package dev.convoke.compiler.emit.java;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import dev.convoke.compiler.schedule.StepCost;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A kernel cut in two: loops that choose a tile or a row, and the method that computes it, which takes everything that depends
 * on the choice as arguments. Small methods called often are what a JIT compiles well and soon, and layers whose methods turn
 * out alike can share one.
 *
 * @param parts the loops over which threads share the work, outermost first
 * @param rows a loop within each part, if any
 * @param arguments by parameter name what the caller passes: starts of buffers, and indices that conditions need
 * @param buffers the arrays that the method needs, in order
 * @param body the method's body; it mentions its own loops and the parameters only
 */
record Outlined(
        List<Statement.For> parts,
        List<Statement.For> rows,
        Map<Atom.Variable, Argument> arguments,
        Set<Buffer> buffers,
        Statement body) {

    /** What a parameter stands for: an index of the caller's loops, relative to a buffer's start or not. */
    record Argument(Set<Buffer> relativeTo, Index value) {}

    /** With at least so many parts the innermost loop belongs to the method or the part, not to the threads. */
    private static final long ENOUGH_PARTS = 4;

    /** With at least so many parts it does so also where parts are long: threads then finish at about the same time. */
    private static final long ENOUGH_LONG_PARTS = 16;

    /** Cycles of a long part. */
    private static final double LONG_PART = 20_000;

    /** Whether the method puts away sums or calls functions of vectors, and needs the array for that. */
    boolean keepsSums() {
        boolean[] found = {false};
        new StatementRewriter() {
            @Override
            public Statement put(Statement.Put put) {
                found[0] |= put.buffer().equals(Buffer.SUMS);
                return put;
            }
        }.rewrite(body);
        return found[0] || VectorFunctions.calledIn(body);
    }

    static Outlined of(Kernel kernel) {
        List<Statement.For> parallel = new ArrayList<>();
        Statement core = kernel.body();
        while (core instanceof Statement.For loop && loop.kind() == Statement.For.Kind.PARALLEL) {
            parallel.add(loop);
            core = loop.body();
        }
        long outerParts = 1;
        for (int i = 0; i < parallel.size() - 1; i++) {
            Index extent = parallel.get(i).high();
            outerParts *= extent.isConstant() ? extent.constant() : 1;
        }
        boolean innermostSerial = parallel.size() > 1
                && (outerParts >= ENOUGH_LONG_PARTS
                        || outerParts >= ENOUGH_PARTS
                                && StepCost.cycles(parallel.get(parallel.size() - 1)) < LONG_PART);
        List<Statement.For> parts = innermostSerial ? parallel.subList(0, parallel.size() - 1) : parallel;
        List<Statement.For> rows = innermostSerial ? parallel.subList(parallel.size() - 1, parallel.size()) : List.of();
        if (!rows.isEmpty() && !hasLoop(core)) {
            Statement.For row = rows.get(0);
            Statement whole = new Statement.For(row.variable(), row.low(), row.high(), Statement.For.Kind.SERIAL, core);
            return new Extraction(outer(parts)).extract(parts, List.of(), whole);
        }
        List<Statement.For> all = new ArrayList<>(parts);
        all.addAll(rows);
        return new Extraction(outer(all)).extract(parts, rows, core);
    }

    private static Set<Atom.Variable> outer(List<Statement.For> loops) {
        Set<Atom.Variable> variables = new HashSet<>();
        loops.forEach(l -> variables.add(l.variable()));
        variables.add(Axis.BATCH);
        return variables;
    }

    private static boolean hasLoop(Statement statement) {
        boolean[] found = {false};
        new StatementRewriter() {
            @Override
            public Statement loop(Statement.For loop) {
                found[0] = true;
                return loop;
            }
        }.rewrite(statement);
        return found[0];
    }

    /** Replaces what depends on outer variables by parameters. */
    private static final class Extraction {
        private final Set<Atom.Variable> outer;
        private final Map<String, Atom.Variable> parameters = new LinkedHashMap<>();
        private final Map<Atom.Variable, Argument> arguments = new LinkedHashMap<>();
        private final Map<String, Long> firstConstants = new LinkedHashMap<>();
        private final Set<Buffer> buffers = new LinkedHashSet<>();

        Extraction(Set<Atom.Variable> outer) {
            this.outer = outer;
        }

        Outlined extract(List<Statement.For> parts, List<Statement.For> rows, Statement core) {
            ExpressionRewriter expressions = new ExpressionRewriter() {
                @Override
                public Expression fetch(Expression.Fetch fetch) {
                    return new Expression.Fetch(fetch.buffer(), address(fetch.buffer(), fetch.at()), fetch.lanes());
                }

                @Override
                protected Index index(Index index) {
                    return plain(index);
                }
            };
            Statement body = new StatementRewriter() {
                @Override
                protected Expression expression(Expression expression) {
                    return expressions.rewrite(expression);
                }

                @Override
                protected Index index(Index index) {
                    return plain(index);
                }

                @Override
                public Statement put(Statement.Put put) {
                    Expression value = expression(put.value());
                    return new Statement.Put(put.buffer(), address(put.buffer(), put.at()), value, put.lanes());
                }

                @Override
                public Statement when(Statement.When when) {
                    Guard guard = when.guard().map(Extraction.this::plain);
                    return new Statement.When(guard, rewrite(when.body()));
                }
            }.rewrite(core);
            return new Outlined(parts, rows, arguments, buffers, body);
        }

        /** An address: the outer part becomes one start; constants are counted from the first address with that start. */
        private Index address(Buffer buffer, Index at) {
            if (buffer.equals(Buffer.SUMS)) {
                return plain(at);
            }
            buffers.add(buffer);
            Index[] split = split(at);
            String key = buffer.name() + "@" + split[0];
            long first = firstConstants.computeIfAbsent(key, k -> split[1].constant());
            Atom.Variable parameter = parameters.computeIfAbsent(key, k -> {
                // Negative where a guard of the body keeps it from being used: before the first element of what is
                // padded.
                Index start = split[0].plus(first);
                Atom.Variable fresh = new Atom.Variable(
                        fresh(buffer.name() + "At"),
                        start.range().low(),
                        start.range().high());
                arguments.put(fresh, new Argument(Set.of(buffer), start));
                return fresh;
            });
            return split[1].minus(first).plus(Index.of(parameter));
        }

        /** An index that is no address; the outer part, if there is one, becomes a parameter. */
        private Index plain(Index index) {
            Index[] split = split(index);
            if (split[0].isConstant()) {
                // No term is of the caller alone, but some may be of both.
                return split[1];
            }
            Index outerPart = split[0].plus(split[1].constant());
            Atom.Variable parameter = parameters.computeIfAbsent("#" + outerPart, k -> {
                Atom.Variable fresh = new Atom.Variable(
                        fresh("at"), outerPart.range().low(), outerPart.range().high());
                arguments.put(fresh, new Argument(Set.of(), outerPart));
                return fresh;
            });
            return split[1].minus(split[1].constant()).plus(Index.of(parameter));
        }

        private String fresh(String base) {
            long same = arguments.keySet().stream()
                    .filter(v -> v.name().replaceAll("[0-9]+$", "").equals(base))
                    .count();
            return same == 0 ? base : base + (same + 1);
        }

        /** The terms that depend on outer variables only, and the rest, in which such variables are parameters. */
        private Index[] split(Index index) {
            List<Index.Term> outerTerms = new ArrayList<>();
            Index rest = Index.of(index.constant());
            for (Index.Term term : index.terms()) {
                Set<Atom.Variable> mentioned = variables(term.atom());
                if (outer.containsAll(mentioned)) {
                    outerTerms.add(term);
                } else if (mentioned.stream().noneMatch(outer::contains)) {
                    rest = rest.plus(new Index(0, List.of(term)));
                } else {
                    rest = rest.plus(term.atom().match(new Untangling()).times(term.coefficient()));
                }
            }
            return new Index[] {new Index(0, outerTerms), rest};
        }

        private static Set<Atom.Variable> variables(Atom atom) {
            Set<Atom.Variable> mentioned = new HashSet<>();
            atom.substitute(v -> {
                mentioned.add(v);
                return Index.of(v);
            });
            return mentioned;
        }

        /** An operation on variables of both kinds: {@code (k / 4 * 4 + c) / 16} becomes {@code (at + c) / 16}. */
        private final class Untangling implements Atom.Cases<Index> {
            @Override
            public Index variable(Atom.Variable variable) {
                return plain(Index.of(variable));
            }

            @Override
            public Index product(Atom.Product product) {
                return plain(Index.of(product.left())).times(plain(Index.of(product.right())));
            }

            @Override
            public Index quotient(Atom.Quotient quotient) {
                return plain(quotient.of()).floorDivide(quotient.by());
            }

            @Override
            public Index remainder(Atom.Remainder remainder) {
                return plain(remainder.of()).modulo(remainder.by());
            }

            @Override
            public Index minimum(Atom.Minimum minimum) {
                return plain(minimum.left()).min(plain(minimum.right()));
            }

            @Override
            public Index maximum(Atom.Maximum maximum) {
                return plain(maximum.left()).max(plain(maximum.right()));
            }
        }
    }
}
