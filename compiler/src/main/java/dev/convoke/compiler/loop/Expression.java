package dev.convoke.compiler.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A float32 value. In definitions and fresh kernels every expression is one number; after the {@code lanes} pass some are
 * vectors of 16 numbers, see {@link Lanes}.
 */
public sealed interface Expression {
    <R> R match(Cases<R> cases);

    /** This as a product, if it is one: a sum of products is a chain of fused multiply-adds. */
    default Optional<Binary> product() {
        return Optional.empty();
    }

    /** One function a kind. */
    interface Cases<R> {
        R constant(Constant constant);

        R load(Load load);

        R fetch(Fetch fetch);

        R read(Read read);

        R unary(Unary unary);

        R binary(Binary binary);

        R fma(Fma fma);

        R choose(Choose choose);

        R where(Where where);

        R indexValue(IndexValue indexValue);

        R uniform(Uniform uniform);

        R reduce(Reduce reduce);

        R transform(Transform transform);
    }

    /** A literal. */
    record Constant(float value) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(this);
        }
    }

    /** An element of a tensor, by its logical indices. Gone after the {@code layout} pass. */
    record Load(Tensor tensor, List<Index> at) implements Expression {
        public Load {
            at = List.copyOf(at);
            if (at.size() != tensor.rank()) {
                throw new IllegalArgumentException(tensor + " accessed at " + at);
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.load(this);
        }
    }

    /** What lies in a buffer at an address: one float, 16 consecutive ones, or one broadcast to 16 lanes. */
    record Fetch(Buffer buffer, Index at, Lanes lanes) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.fetch(this);
        }
    }

    /** The present value of a register. */
    record Read(Register register) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.read(this);
        }
    }

    /** A function of one value. */
    record Unary(UnaryOperation operation, Expression operand) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.unary(this);
        }
    }

    /** A function of two values. */
    record Binary(BinaryOperation operation, Expression left, Expression right) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.binary(this);
        }

        @Override
        public Optional<Binary> product() {
            return operation == BinaryOperation.MULTIPLY ? Optional.of(this) : Optional.empty();
        }
    }

    /** {@code left * right + addend}, rounded once. */
    record Fma(Expression left, Expression right, Expression addend) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.fma(this);
        }
    }

    /** {@code left OP right ? then : otherwise}, lane by lane; both are evaluated. */
    record Choose(Comparison comparison, Expression left, Expression right, Expression then, Expression otherwise)
            implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.choose(this);
        }
    }

    /** {@code guard ? inside : outside}; {@code inside} is evaluated only where the guard holds. Build with {@link #where}. */
    record Where(Guard guard, Expression inside, Expression outside) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.where(this);
        }
    }

    /** An index as a float (exact below 2^24). */
    record IndexValue(Index index) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.indexValue(this);
        }
    }

    /** A random number in [0, 1) that depends on the call's key, the stream and the index alone. */
    record Uniform(int stream, Index index) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.uniform(this);
        }
    }

    /**
     * {@code initial} combined with {@code body} for all values of the axes, the last axis fastest: one fixed sequence of
     * operations. A sum whose body is a product is a sequence of fused multiply-adds. Gone after {@code lower}.
     */
    record Reduce(Reduction reduction, List<Axis> axes, Expression initial, Expression body) implements Expression {
        public Reduce {
            axes = List.copyOf(axes);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.reduce(this);
        }
    }

    /**
     * One element of a small tile to each side of which a matrix is applied:
     * {@code sum over p, q of rows[i][p] * columns[j][q] * element(p, q)}, the last side first, each side as {@link Matrix#combine} has it.
     * Elements of one tile share their work once loops are made of them. Gone after {@code lower}.
     */
    record Transform(List<Side> sides, Expression element) implements Expression {
        /**
         * @param row which row of the matrix, in terms of the definition's axes
         * @param over the axis along which {@code element} is combined
         */
        public record Side(Matrix matrix, Index row, Axis over) {
            public Side {
                if (!over.extent().isConstant(matrix.columns())) {
                    throw new IllegalArgumentException(matrix.columns() + " columns along " + over);
                }
            }
        }

        public Transform {
            sides = List.copyOf(sides);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.transform(this);
        }

        /** The element of a tile, written out. */
        public Expression written(List<Integer> rows) {
            return written(0, rows, element);
        }

        private Expression written(int side, List<Integer> rows, Expression at) {
            if (side == sides.size()) {
                return at;
            }
            Side own = sides.get(side);
            List<Expression> elements = new ArrayList<>();
            for (int i = 0; i < own.matrix.columns(); i++) {
                Expression one =
                        Substitution.of(own.over.variable(), Index.of(i)).apply(at);
                elements.add(written(side + 1, rows, one));
            }
            return own.matrix.combine(rows.get(side), elements);
        }
    }

    /** Functions of one value. */
    enum UnaryOperation {
        NEGATE,
        ABS,
        SQRT,
        EXP,
        LOG,
        TANH,
        SIGMOID,
        ERF,
        FLOOR
    }

    /** Functions of two values. */
    enum BinaryOperation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MINIMUM,
        MAXIMUM
    }

    /** Comparisons; false if a side is NaN. */
    enum Comparison {
        LESS,
        LESS_OR_EQUAL,
        EQUAL
    }

    /** How a reduction combines. */
    enum Reduction {
        SUM,
        MAXIMUM
    }

    static Expression constant(double value) {
        return new Constant((float) value);
    }

    static Expression where(Guard guard, Expression inside, Expression outside) {
        if (guard.alwaysHolds()) {
            return inside;
        }
        return guard.neverHolds() ? outside : new Where(guard, inside, outside);
    }

    static Expression choose(
            Expression left, Comparison comparison, Expression right, Expression then, Expression otherwise) {
        return new Choose(comparison, left, right, then, otherwise);
    }

    static Expression sum(List<Axis> axes, Expression initial, Expression body) {
        return new Reduce(Reduction.SUM, axes, initial, body);
    }

    static Expression sum(List<Axis> axes, Expression body) {
        return sum(axes, constant(0), body);
    }

    static Expression maximum(List<Axis> axes, Expression body) {
        return new Reduce(Reduction.MAXIMUM, axes, constant(Float.NEGATIVE_INFINITY), body);
    }

    default Expression plus(Expression other) {
        return new Binary(BinaryOperation.ADD, this, other);
    }

    default Expression minus(Expression other) {
        return new Binary(BinaryOperation.SUBTRACT, this, other);
    }

    default Expression times(Expression other) {
        return new Binary(BinaryOperation.MULTIPLY, this, other);
    }

    default Expression dividedBy(Expression other) {
        return new Binary(BinaryOperation.DIVIDE, this, other);
    }

    default Expression min(Expression other) {
        return new Binary(BinaryOperation.MINIMUM, this, other);
    }

    default Expression max(Expression other) {
        return new Binary(BinaryOperation.MAXIMUM, this, other);
    }

    default Expression apply(UnaryOperation operation) {
        return new Unary(operation, this);
    }
}
