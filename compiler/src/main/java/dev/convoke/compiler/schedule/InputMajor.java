package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Register;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Orders the multiply-adds of the taps that are written out by their inputs instead of their weights, where so many inputs are read by several
 * taps that they and the accumulators do not fit the registers, and all weights do. Then an input is loaded, multiplied by each of its
 * weights and forgotten. The order of the products of each sum stays. MyCnn's first convolution, tiles of 16 positions and one block of
 * 16 channels, 3x3 with stride 2: 43.5 us a batch of 32 become 35.1.
 */
final class InputMajor {
    /** Registers for vectors. */
    private static final int REGISTERS = 32;

    private InputMajor() {}

    static Kernel order(Kernel kernel) {
        return kernel.withBody(
                new StatementRewriter() {
                    @Override
                    public Statement block(Statement.Block block) {
                        Statement inner = super.block(block);
                        return inner instanceof Statement.Block same
                                ? products(same.statements())
                                        .filter(InputMajor::gains)
                                        .map(InputMajor::ordered)
                                        .orElse(same)
                                : inner;
                    }
                }.rewrite(kernel.body()));
    }

    /** A multiply-add of an input in every lane and a vector of weights. */
    private record Product(Statement.Assign assign, Expression.Fetch input, Expression.Fetch weight) {
        private static Optional<Product> of(Statement statement) {
            return statement instanceof Statement.Assign assign
                            && assign.value() instanceof Expression.Fma fma
                            && fma.addend().equals(new Expression.Read(assign.register()))
                            && fma.left() instanceof Expression.Fetch left
                            && fma.right() instanceof Expression.Fetch right
                    ? of(assign, left, right).or(() -> of(assign, right, left))
                    : Optional.empty();
        }

        private static Optional<Product> of(Statement.Assign assign, Expression.Fetch input, Expression.Fetch weight) {
            return input.lanes() == Lanes.BROADCAST && weight.lanes() == Lanes.VECTOR
                    ? Optional.of(new Product(assign, input, weight))
                    : Optional.empty();
        }

        long offset() {
            return input.at().constant();
        }
    }

    /** The statements as products of inputs that lie at fixed distances from each other, if that is all they are. */
    private static Optional<List<Product>> products(List<Statement> statements) {
        List<Product> products = new ArrayList<>();
        for (Statement statement : statements) {
            Optional<Product> product = Product.of(statement);
            if (product.isEmpty() || !products.isEmpty() && !isNear(product.get(), products.get(0))) {
                return Optional.empty();
            }
            products.add(product.get());
        }
        return products.isEmpty() ? Optional.empty() : Optional.of(products);
    }

    private static boolean isNear(Product product, Product first) {
        return product.input.buffer().equals(first.input.buffer())
                && product.input.at().terms().equals(first.input.at().terms());
    }

    private static boolean gains(List<Product> products) {
        Set<Register> sums = new HashSet<>();
        Set<Expression.Fetch> weights = new HashSet<>();
        Set<Expression.Fetch> seen = new HashSet<>();
        Set<Expression.Fetch> kept = new HashSet<>();
        Expression.Fetch last = products.get(0).input;
        for (Product product : products) {
            sums.add(product.assign.register());
            weights.add(product.weight);
            // Blocks read an input one after the other; what comes back later is kept until then.
            if (!seen.add(product.input) && !product.input.equals(last)) {
                kept.add(product.input);
            }
            last = product.input;
        }
        // With inputs kept a weight comes and goes, and another while C2 loads ahead; with weights kept an input.
        return sums.size() + kept.size() > REGISTERS - 3 && sums.size() + weights.size() < REGISTERS - 1;
    }

    /** By inputs, unless that changed the order of a sum's products. */
    private static Statement ordered(List<Product> products) {
        List<Product> ordered = new ArrayList<>(products);
        ordered.sort(Comparator.comparingLong(Product::offset));
        boolean same = sums(products).equals(sums(ordered));
        return new Statement.Block((same ? ordered : products)
                .stream().map(product -> (Statement) product.assign).toList());
    }

    private static Map<Register, List<Statement>> sums(List<Product> products) {
        Map<Register, List<Statement>> sums = new LinkedHashMap<>();
        products.forEach(product -> sums.computeIfAbsent(product.assign.register(), r -> new ArrayList<>())
                .add(product.assign));
        return sums;
    }
}
