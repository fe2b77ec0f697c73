package dev.convoke.compiler.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the plainest loops of a definition: one parallel loop for each axis, one register for each reduction. */
public final class PlainLowering extends ExpressionRewriter {
    private final List<Statement> statements = new ArrayList<>();

    private PlainLowering() {}

    /** In logical form. */
    public static Kernel lower(Definition definition, String name) {
        PlainLowering lowering = new PlainLowering();
        Expression value = lowering.rewrite(definition.value());
        lowering.statements.add(new Statement.Store(
                definition.output(), definition.axes().stream().map(Axis::index).toList(), value));
        Statement body = nest(definition.axes(), Statement.For.Kind.PARALLEL, new Statement.Block(lowering.statements));
        boolean batched = definition.axes().stream().anyMatch(Axis::isBatch);
        return new Kernel(name, Printer.print(definition), batched ? List.of(Axis.BATCH) : List.of(), body);
    }

    /** In flat form: each tensor in a buffer of its name, row-major. */
    public static Kernel flat(Kernel kernel) {
        ExpressionRewriter expressions = new ExpressionRewriter() {
            @Override
            public Expression load(Expression.Load load) {
                return new Expression.Fetch(
                        new Buffer(load.tensor().name()), address(load.tensor(), load.at()), Lanes.SCALAR);
            }
        };
        return kernel.withBody(
                new StatementRewriter() {
                    @Override
                    protected Expression expression(Expression expression) {
                        return expressions.rewrite(expression);
                    }

                    @Override
                    public Statement store(Statement.Store store) {
                        return new Statement.Put(
                                new Buffer(store.tensor().name()),
                                address(store.tensor(), store.at()),
                                expression(store.value()),
                                Lanes.SCALAR);
                    }
                }.rewrite(kernel.body()));
    }

    public static Map<Buffer, float[]> buffers(Map<Tensor, float[]> tensors) {
        return tensors.entrySet().stream()
                .collect(Collectors.toMap(e -> new Buffer(e.getKey().name()), Map.Entry::getValue));
    }

    private static Index address(Tensor tensor, List<Index> at) {
        Index address = Index.ZERO;
        for (int axis = 0; axis < at.size(); axis++) {
            boolean batchAxis = tensor.batched() && axis == 0;
            long extent = batchAxis ? 1 : tensor.extent(axis).constant();
            address = address.times(extent).plus(at.get(axis));
        }
        return address;
    }

    private static Statement nest(List<Axis> axes, Statement.For.Kind kind, Statement body) {
        Statement nest = body;
        for (int i = axes.size() - 1; i >= 0; i--) {
            nest = new Statement.For(
                    axes.get(i).variable(), Index.ZERO, axes.get(i).extent(), kind, nest);
        }
        return nest;
    }

    @Override
    public Expression reduce(Expression.Reduce reduce) {
        Register register = new Register("r" + statements.size(), false);
        statements.add(new Statement.Define(register, rewrite(reduce.initial())));
        Expression accumulator = new Expression.Read(register);
        Expression next = switch (reduce.reduction()) {
            case SUM ->
                reduce.body()
                        .product()
                        .<Expression>map(p -> new Expression.Fma(rewrite(p.left()), rewrite(p.right()), accumulator))
                        .orElseGet(() -> accumulator.plus(rewrite(reduce.body())));
            case MAXIMUM -> accumulator.max(rewrite(reduce.body()));
        };
        statements.add(nest(reduce.axes(), Statement.For.Kind.SERIAL, new Statement.Assign(register, next)));
        return accumulator;
    }

    /** The parameters for a batch of that size. */
    public static Map<Atom.Variable, Long> batch(Kernel kernel, long size) {
        return Stream.of(Axis.BATCH)
                .filter(kernel.parameters()::contains)
                .collect(Collectors.toMap(parameter -> parameter, parameter -> size));
    }
}
