package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;

/** Which elements of a sample are normalised together: each group of them has a mean and a variance. */
interface Grouping {
    /** The shape of the sample. */
    Shape shape();

    /** Extents of a sample's statistics, say of its means; empty if the sample is one group. */
    List<Integer> extents();

    /** The place of an element's statistic, given the place of the element; the sample first in both. */
    List<Index> statistic(List<Index> element);

    /** Elements of a group. */
    long count();

    /**
     * Defines a tensor of statistics: for each group the sum of a term over its elements, and what is made of that.
     *
     * @param parts a name for parts of the sums
     */
    void define(Lowering lowering, Tensor statistics, String parts, Term term, Finish finish);

    /** A number of an element. */
    interface Term {
        Expression at(List<Index> element);
    }

    /** What is made of the sum of a group. */
    interface Finish {
        Expression of(Expression sum, List<Index> statistic);
    }

    /** The mean of a term. */
    default void defineMean(Lowering lowering, Tensor statistics, String parts, Term term) {
        define(lowering, statistics, parts, term, (sum, at) -> sum.dividedBy(Expression.constant(count())));
    }
}
