package dev.convoke.compiler.loop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Translates the expressions of a definition into code for {@link Evaluator}. */
final class EvaluatorCode implements Expression.Cases<EvaluatorCode.Code> {
    /** Computes an expression from the values of variables. */
    interface Code {
        double at(long[] values);
    }

    private final Evaluator evaluator;
    private final Map<Tensor, double[]> environment;
    private final Variables variables;

    EvaluatorCode(Evaluator evaluator, Map<Tensor, double[]> environment, Variables variables) {
        this.evaluator = evaluator;
        this.environment = environment;
        this.variables = variables;
    }

    @Override
    public Code constant(Expression.Constant constant) {
        double value = constant.value();
        return values -> value;
    }

    @Override
    public Code load(Expression.Load load) {
        double[] array = environment.get(load.tensor());
        if (array == null) {
            throw new IllegalArgumentException("no values are given for " + load.tensor());
        }
        Elements elements = new Elements(load.tensor(), variables.codes(load.at()), evaluator.batch());
        return values -> array[elements.at(values)];
    }

    @Override
    public Code fetch(Expression.Fetch fetch) {
        throw new IllegalArgumentException("a definition fetches from the buffer " + fetch.buffer());
    }

    @Override
    public Code read(Expression.Read read) {
        throw new IllegalArgumentException("a definition reads the register " + read.register());
    }

    @Override
    public Code unary(Expression.Unary unary) {
        Code operand = unary.operand().match(this);
        return values -> evaluator.apply(unary.operation(), operand.at(values));
    }

    @Override
    public Code binary(Expression.Binary binary) {
        Code left = binary.left().match(this);
        Code right = binary.right().match(this);
        return values -> evaluator.round(Functions.apply(binary.operation(), left.at(values), right.at(values)));
    }

    @Override
    public Code fma(Expression.Fma fma) {
        Code left = fma.left().match(this);
        Code right = fma.right().match(this);
        Code addend = fma.addend().match(this);
        return values -> evaluator.fma(left.at(values), right.at(values), addend.at(values));
    }

    @Override
    public Code choose(Expression.Choose choose) {
        Code left = choose.left().match(this);
        Code right = choose.right().match(this);
        Code then = choose.then().match(this);
        Code otherwise = choose.otherwise().match(this);
        return values -> Functions.holds(choose.comparison(), left.at(values), right.at(values))
                ? then.at(values)
                : otherwise.at(values);
    }

    @Override
    public Code where(Expression.Where where) {
        Variables.Code[] guard = variables.code(where.guard());
        Code inside = where.inside().match(this);
        Code outside = where.outside().match(this);
        return values -> Variables.holds(guard, values) ? inside.at(values) : outside.at(values);
    }

    @Override
    public Code indexValue(Expression.IndexValue indexValue) {
        Variables.Code index = variables.code(indexValue.index());
        return values -> evaluator.round(index.at(values));
    }

    @Override
    public Code uniform(Expression.Uniform uniform) {
        Variables.Code index = variables.code(uniform.index());
        return values -> evaluator.intrinsics().uniform(uniform.stream(), index.at(values));
    }

    @Override
    public Code reduce(Expression.Reduce reduce) {
        Code initial = reduce.initial().match(this);
        reduce.axes().forEach(axis -> variables.bind(axis.variable()));
        Odometer odometer = new Odometer(reduce.axes(), variables);
        Code result = switch (reduce.reduction()) {
            case SUM -> sum(initial, reduce.body(), odometer);
            case MAXIMUM -> chain(initial, reduce.body().match(this), odometer, Math::max);
        };
        reduce.axes().forEach(axis -> variables.release(axis.variable()));
        return result;
    }

    @Override
    public Code transform(Expression.Transform transform) {
        List<Variables.Code> rows =
                transform.sides().stream().map(s -> variables.code(s.row())).toList();
        Map<List<Integer>, Code> written = new HashMap<>();
        for (List<Integer> choice : choices(transform.sides())) {
            written.put(choice, transform.written(choice).match(this));
        }
        return values -> Objects.requireNonNull(
                        written.get(rows.stream().map(r -> (int) r.at(values)).toList()))
                .at(values);
    }

    private static List<List<Integer>> choices(List<Expression.Transform.Side> sides) {
        List<List<Integer>> choices = List.of(List.of());
        for (Expression.Transform.Side side : sides) {
            choices = choices.stream()
                    .flatMap(c -> IntStream.range(0, side.matrix().rows().size())
                            .mapToObj(row ->
                                    Stream.concat(c.stream(), Stream.of(row)).toList()))
                    .toList();
        }
        return choices;
    }

    /** A sum whose body is a product is a chain of fused multiply-adds. */
    private Code sum(Code initial, Expression body, Odometer odometer) {
        return body.product()
                .map(product -> {
                    Code left = product.left().match(this);
                    Code right = product.right().match(this);
                    return fmaChain(initial, left, right, odometer);
                })
                .orElseGet(() -> chain(initial, body.match(this), odometer, (a, b) -> evaluator.round(a + b)));
    }

    private Code fmaChain(Code initial, Code left, Code right, Odometer odometer) {
        return values -> {
            double sum = initial.at(values);
            odometer.start(values);
            do {
                sum = evaluator.fma(left.at(values), right.at(values), sum);
            } while (odometer.next(values));
            return sum;
        };
    }

    private static Code chain(Code initial, Code body, Odometer odometer, DoubleBinaryOperator combine) {
        return values -> {
            double result = initial.at(values);
            odometer.start(values);
            do {
                result = combine.applyAsDouble(result, body.at(values));
            } while (odometer.next(values));
            return result;
        };
    }
}
