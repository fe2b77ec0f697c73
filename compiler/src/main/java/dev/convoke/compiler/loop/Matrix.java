package dev.convoke.compiler.loop;

import java.util.List;

/** A small matrix of constants. */
public record Matrix(List<List<Float>> rows) {
    public Matrix {
        rows = rows.stream().map(List::copyOf).toList();
        int columns = rows.get(0).size();
        if (columns == 0 || rows.stream().anyMatch(r -> r.size() != columns)) {
            throw new IllegalArgumentException("no matrix: " + rows);
        }
    }

    /** The number of columns: of elements that a row combines. */
    public int columns() {
        return rows.get(0).size();
    }

    /**
     * A row's combination of elements as one fixed sequence of operations: the first element whose coefficient is 1, then
     * fused multiply-adds in order, none for coefficients of 0.
     */
    public Expression combine(int row, List<Expression> elements) {
        List<Float> coefficients = rows.get(row);
        int first = coefficients.indexOf(1f);
        Expression sum = first >= 0 ? elements.get(first) : Expression.constant(0);
        for (int i = 0; i < columns(); i++) {
            float coefficient = coefficients.get(i);
            if (i != first && Float.compare(Math.abs(coefficient), 0f) != 0) {
                sum = new Expression.Fma(elements.get(i), new Expression.Constant(coefficient), sum);
            }
        }
        return sum;
    }
}
