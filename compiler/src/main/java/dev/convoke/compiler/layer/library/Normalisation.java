package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.StateTensor.Kind;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings each group of a sample's elements to mean 0 and variance 1, then scales and shifts each element by learned numbers:
 * {@code y = (x - mean) / sqrt(variance + eps) * weight + bias}. What group, instance and layer normalisation share.
 *
 * @param parameterAxes axes of the sample that weight and bias have, ascending
 */
record Normalisation(Grouping grouping, double eps, List<Integer> parameterAxes, boolean weight, boolean bias) {
    Normalisation {
        parameterAxes = List.copyOf(parameterAxes);
    }

    List<StateTensor> state() {
        List<StateTensor> state = new ArrayList<>();
        if (weight) {
            state.add(StateTensor.constant("weight", Kind.PARAMETER, parameterExtents(), 1));
        }
        if (bias) {
            state.add(StateTensor.constant("bias", Kind.PARAMETER, parameterExtents(), 0));
        }
        return state;
    }

    private List<Integer> parameterExtents() {
        return parameterAxes.stream().map(grouping.shape()::extent).toList();
    }

    /** The place of an element's parameters. */
    private List<Index> parameter(List<Index> element) {
        return parameterAxes.stream().map(axis -> element.get(axis + 1)).toList();
    }

    /** The whole of it, of inputs x and the parameters. */
    void lower(Lowering lowering) {
        Tensor x = lowering.input(0);
        Tensor mean = lowering.temporary("mean", true, grouping.extents());
        Tensor variance = lowering.temporary("variance", true, grouping.extents());
        defineMean(lowering, x, mean);
        defineVariance(lowering, x, mean, variance);
        apply(lowering, mean, variance, 1);
    }

    private void defineMean(Lowering lowering, Tensor x, Tensor mean) {
        grouping.defineMean(lowering, mean, "sums", x::at);
    }

    private void defineVariance(Lowering lowering, Tensor x, Tensor mean, Tensor variance) {
        grouping.defineMean(lowering, variance, "squares", at -> {
            Expression difference = difference(x, mean, at);
            return difference.times(difference);
        });
    }

    private Expression difference(Tensor x, Tensor mean, List<Index> element) {
        return x.at(element).minus(mean.at(grouping.statistic(element)));
    }

    private void apply(Lowering lowering, Tensor mean, Tensor variance, int firstParameter) {
        Tensor scale = defineScale(lowering, variance);
        List<Axis> axes = Lowering.axes(lowering.output());
        List<Index> at = Axes.indices(axes);
        Expression normal = difference(lowering.input(0), mean, at).times(scale.at(grouping.statistic(at)));
        lowering.define(lowering.output(), axes, scaledAndShifted(lowering, normal, at, firstParameter));
    }

    private Expression scaledAndShifted(Lowering lowering, Expression normal, List<Index> at, int firstParameter) {
        List<Index> place = parameter(at);
        if (!weight) {
            return bias ? normal.plus(lowering.input(firstParameter).at(place)) : normal;
        }
        Expression factor = lowering.input(firstParameter).at(place);
        return bias
                ? new Expression.Fma(
                        normal, factor, lowering.input(firstParameter + 1).at(place))
                : normal.times(factor);
    }

    /** {@code 1 / sqrt(variance + eps)} of each group. */
    private Tensor defineScale(Lowering lowering, Tensor variance) {
        Tensor scale = lowering.temporary("scale", true, grouping.extents());
        List<Axis> axes = Lowering.axes(scale);
        Expression deviation =
                variance.at(Axes.indices(axes)).plus(Expression.constant(eps)).apply(Expression.UnaryOperation.SQRT);
        lowering.define(scale, axes, Expression.constant(1).dividedBy(deviation));
        return scale;
    }

    /** The statistics of a training step. */
    record Moments(Value mean, Value variance) {}

    Moments moments(Training training, Value x) {
        Value mean = training.apply(new Mean(this), List.of(x));
        return new Moments(mean, training.apply(new Variance(this), List.of(x, mean)));
    }

    /** With the sample's own statistics; the parameters follow x among the inputs. */
    Layer.Trained train(Training training, List<Value> inputs, Moments moments) {
        Value x = inputs.get(0);
        List<Value> statistics = List.of(moments.mean, moments.variance);
        int parameterCount = (weight ? 1 : 0) + (bias ? 1 : 0);
        List<Value> parameters = inputs.subList(1, 1 + parameterCount);
        Value y = training.apply(new Application(this), Axes.join(Axes.join(x, statistics), parameters));
        return new Layer.Trained(y, gy -> {
            if (weight) {
                training.gradient(
                        parameters.get(0), training.apply(new WeightGradient(this), Axes.join(gy, x, statistics)));
            }
            if (bias) {
                training.gradient(
                        parameters.get(parameterCount - 1), training.apply(new BiasGradient(this), List.of(gy)));
            }
            if (training.needsGradient(x)) {
                List<Value> factors = weight ? parameters.subList(0, 1) : List.of();
                training.gradient(
                        x, training.apply(new InputGradient(this), Axes.join(Axes.join(gy, x, statistics), factors)));
            }
        });
    }

    /** The mean of each group. */
    record Mean(Normalisation norm) implements Operator {
        @Override
        public String kind() {
            return "GroupMean";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return norm.grouping.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            norm.defineMean(lowering, lowering.input(0), lowering.output());
        }
    }

    /** The biased variance of each group; inputs x and the means. */
    record Variance(Normalisation norm) implements Operator {
        @Override
        public String kind() {
            return "GroupVariance";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return norm.grouping.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            norm.defineVariance(lowering, lowering.input(0), lowering.input(1), lowering.output());
        }
    }

    /** The result, given the statistics; inputs x, mean, variance and the parameters. */
    record Application(Normalisation norm) implements Operator {
        @Override
        public String kind() {
            return "Normalisation";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return norm.grouping.shape().extents();
        }

        @Override
        public void lower(Lowering lowering) {
            norm.apply(lowering, lowering.input(1), lowering.input(2), 3);
        }
    }

    /** {@code gw = sum of gy * (x - mean) / sqrt(variance + eps)} over all elements that share a weight; inputs gy, x, mean, variance. */
    record WeightGradient(Normalisation norm) implements Operator {
        @Override
        public String kind() {
            return "NormalisationWeightGradient";
        }

        @Override
        public boolean batched() {
            return false;
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return norm.parameterExtents();
        }

        @Override
        public void lower(Lowering lowering) {
            Tensor scale = norm.defineScale(lowering, lowering.input(3));
            norm.defineParameterSum(
                    lowering,
                    at -> lowering.input(0)
                            .at(at)
                            .times(norm.difference(lowering.input(1), lowering.input(2), at)
                                    .times(scale.at(norm.grouping.statistic(at)))));
        }
    }

    /** {@code gb = sum of gy} over all elements that share a bias. */
    record BiasGradient(Normalisation norm) implements Operator {
        @Override
        public String kind() {
            return "NormalisationBiasGradient";
        }

        @Override
        public boolean batched() {
            return false;
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return norm.parameterExtents();
        }

        @Override
        public void lower(Lowering lowering) {
            norm.defineParameterSum(lowering, lowering.input(0)::at);
        }
    }

    /** For each parameter the sum of a term over all elements that it belongs to: of each sample first, then over the batch. */
    private void defineParameterSum(Lowering lowering, Grouping.Term term) {
        List<Axis> axes = Lowering.axes(lowering.output());
        Axis n = Axis.batch("n");
        List<Axis> all = Axes.numbered("a", grouping.shape().extents());
        List<Index> element = new ArrayList<>(Axes.join(n.index(), Axes.indices(all)));
        for (int i = 0; i < axes.size(); i++) {
            element.set(parameterAxes.get(i) + 1, axes.get(i).index());
        }
        List<Axis> others = IntStream.range(0, all.size())
                .filter(axis -> !parameterAxes.contains(axis))
                .mapToObj(all::get)
                .toList();
        Expression ofSample = term.at(element);
        if (!others.isEmpty()) {
            Tensor sums = lowering.temporary("sums", true, parameterExtents());
            lowering.define(sums, Axes.join(n, axes), Expression.sum(others, ofSample));
            ofSample = sums.at(Axes.join(n.index(), Axes.indices(axes)));
        }
        lowering.define(lowering.output(), axes, Expression.sum(List.of(n), ofSample));
    }

    /**
     * With {@code s = 1 / sqrt(variance + eps)} and {@code g = gy * weight}, over the elements of a group:
     * {@code gx = s * (g - mean(g) - (x - mean) * s * s * mean(g * (x - mean)))}; inputs gy, x, mean, variance and weight, if there is one.
     */
    record InputGradient(Normalisation norm) implements Operator {
        @Override
        public String kind() {
            return "NormalisationInputGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return norm.grouping.shape().extents();
        }

        @Override
        public void lower(Lowering lowering) {
            Tensor x = lowering.input(1);
            Tensor mean = lowering.input(2);
            Tensor scale = norm.defineScale(lowering, lowering.input(3));
            Tensor shift = lowering.temporary("shift", true, norm.grouping.extents());
            Tensor slope = lowering.temporary("slope", true, norm.grouping.extents());
            norm.grouping.defineMean(lowering, shift, "gradients", at -> gradient(lowering, at));
            norm.grouping.define(
                    lowering,
                    slope,
                    "products",
                    at -> gradient(lowering, at).times(norm.difference(x, mean, at)),
                    (sum, at) -> sum.dividedBy(Expression.constant(norm.grouping.count()))
                            .times(scale.at(at).times(scale.at(at))));
            List<Axis> axes = Lowering.axes(lowering.output());
            List<Index> at = Axes.indices(axes);
            List<Index> group = norm.grouping.statistic(at);
            Expression change =
                    shift.at(group).plus(norm.difference(x, mean, at).times(slope.at(group)));
            lowering.define(
                    lowering.output(),
                    axes,
                    gradient(lowering, at).minus(change).times(scale.at(group)));
        }

        /** The gradient with respect to what is scaled by the weight. */
        private Expression gradient(Lowering lowering, List<Index> at) {
            Expression gy = lowering.input(0).at(at);
            return norm.weight ? gy.times(lowering.input(4).at(norm.parameter(at))) : gy;
        }
    }
}
