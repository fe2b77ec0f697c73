package dev.convoke.fuzz;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.layer.Catalogue;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * The shapes of layers, and how many parameters they have, against the formulas of PyTorch's documentation in whole numbers of any size. What does
 * not fit must be a problem; a wrong shape would be a sum that wrapped around.
 */
final class Shapes {
    private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final BigInteger MOST_PARAMETERS = BigInteger.valueOf(1_000_000_000);
    private static final int[] AWKWARD = {
        1,
        2,
        3,
        7,
        8,
        16,
        255,
        256,
        1023,
        32767,
        46340,
        46341,
        65535,
        65536,
        1 << 20,
        1 << 30,
        (1 << 30) + 1,
        Integer.MAX_VALUE - 1,
        Integer.MAX_VALUE
    };

    private final IntUnaryOperator random;

    /** @param random a number from 0 to below its argument */
    Shapes(IntUnaryOperator random) {
        this.random = random;
    }

    /** Checks one layer on one input; whether it fits. */
    boolean next() {
        return switch (random.applyAsInt(6)) {
            case 0, 1 -> window("Conv", true);
            case 2 -> window("MaxPool", false);
            case 3 -> window("AvgPool", false);
            case 4 -> transposed();
            default -> linear();
        };
    }

    /** Mostly small, so that layers fit; sometimes near a power of two. */
    private int extent() {
        return switch (random.applyAsInt(8)) {
            case 0 -> AWKWARD[random.applyAsInt(AWKWARD.length)];
            case 1 -> 1 + random.applyAsInt(100_000);
            default -> 1 + random.applyAsInt(40);
        };
    }

    private int small() {
        return random.applyAsInt(10) == 0 ? extent() : 1 + random.applyAsInt(5);
    }

    private Shape input(int axes) {
        List<Integer> extents = new ArrayList<>();
        BigInteger elements = ONE;
        for (int i = 0; i <= axes; i++) {
            int extent = extent();
            elements = elements.multiply(big(extent));
            extents.add(elements.compareTo(MOST) > 0 ? 1 : extent);
            elements = elements.compareTo(MOST) > 0 ? elements.divide(big(extent)) : elements;
        }
        return new Shape(extents);
    }

    private List<Integer> each(int axes, java.util.function.IntSupplier value) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            all.add(value.getAsInt());
        }
        return all;
    }

    private boolean window(String name, boolean conv) {
        int axes = 1 + random.applyAsInt(3);
        Shape input = input(axes);
        List<Integer> kernel = each(axes, this::small);
        List<Integer> stride = each(axes, this::small);
        List<Integer> padding = each(axes, () -> small() - 1);
        List<Integer> dilation = each(axes, () -> name.equals("AvgPool") ? 1 : small());
        boolean ceil = !conv && random.applyAsInt(2) == 0;
        int channels = conv ? extent() : input.channels();
        List<Object> given = new ArrayList<>(List.of("kernel", kernel, "stride", stride, "padding", padding));
        if (!name.equals("AvgPool")) {
            given.addAll(List.of("dilation", dilation));
        }
        given.addAll(conv ? List.of("out_channels", channels) : List.of("ceil_mode", ceil));
        List<BigInteger> expected = new ArrayList<>(List.of(big(channels)));
        boolean fits = true;
        for (int i = 0; i < axes; i++) {
            BigInteger extent = big(input.extent(i + 1));
            BigInteger free = extent.add(TWO.multiply(big(padding.get(i))))
                    .subtract(big(dilation.get(i)).multiply(big(kernel.get(i)).subtract(ONE)))
                    .subtract(ONE);
            BigInteger step = big(stride.get(i));
            BigInteger output = floorDivide(ceil ? free.add(step).subtract(ONE) : free, step)
                    .add(ONE);
            boolean startsBehind = output.subtract(ONE).multiply(step).compareTo(extent.add(big(padding.get(i)))) >= 0;
            expected.add(ceil && startsBehind ? output.subtract(ONE) : output);
            fits &= conv || 2L * padding.get(i) <= dilation.get(i) * (kernel.get(i) - 1L) + 1;
        }
        BigInteger weights = conv
                ? kernel.stream()
                        .map(Shapes::big)
                        .reduce(big(channels).multiply(big(input.channels())), BigInteger::multiply)
                : BigInteger.ZERO;
        return check(name, input, given, expected, conv ? weights.add(big(channels)) : weights, weights, fits);
    }

    private boolean transposed() {
        int axes = 1 + random.applyAsInt(3);
        Shape input = input(axes);
        List<Integer> kernel = each(axes, this::small);
        List<Integer> stride = each(axes, this::small);
        List<Integer> padding = each(axes, () -> small() - 1);
        List<Integer> more = each(axes, () -> small() - 1);
        List<Integer> dilation = each(axes, this::small);
        int channels = extent();
        List<BigInteger> expected = new ArrayList<>(List.of(big(channels)));
        boolean fits = true;
        for (int i = 0; i < axes; i++) {
            expected.add(big(input.extent(i + 1))
                    .subtract(ONE)
                    .multiply(big(stride.get(i)))
                    .subtract(TWO.multiply(big(padding.get(i))))
                    .add(big(dilation.get(i)).multiply(big(kernel.get(i)).subtract(ONE)))
                    .add(big(more.get(i)))
                    .add(ONE));
            fits &= more.get(i) < Math.max(stride.get(i), dilation.get(i));
        }
        BigInteger weights = kernel.stream()
                .map(Shapes::big)
                .reduce(big(channels).multiply(big(input.channels())), BigInteger::multiply);
        List<Object> given = List.of(
                "out_channels",
                channels,
                "kernel",
                kernel,
                "stride",
                stride,
                "padding",
                padding,
                "output_padding",
                more,
                "dilation",
                dilation);
        return check("ConvTranspose", input, given, expected, weights.add(big(channels)), weights, fits);
    }

    private boolean linear() {
        Shape input = new Shape(List.of(extent()));
        int outputs = extent();
        BigInteger weights = big(input.channels()).multiply(big(outputs));
        return check(
                "Linear",
                input,
                List.of("out_features", outputs),
                List.of(big(outputs)),
                weights.add(big(outputs)),
                weights,
                true);
    }

    private static boolean check(
            String name,
            Shape input,
            List<Object> given,
            List<BigInteger> expected,
            BigInteger parameters,
            BigInteger weights,
            boolean fits) {
        boolean positive = expected.stream().allMatch(each -> each.signum() > 0 && each.compareTo(MOST) <= 0);
        BigInteger elements = expected.stream().reduce(ONE, BigInteger::multiply);
        boolean valid = fits && positive && elements.compareTo(MOST) <= 0 && weights.compareTo(MOST_PARAMETERS) <= 0;
        LayerType type = Catalogue.find(name).orElseThrow();
        var stage = new Bench.RecordingStage();
        Optional<Layer> layer = type.build(Bench.arguments(type, given.toArray()), input, stage);
        List<Diagnostic> problems = stage.problems();
        if (layer.isPresent() != valid || problems.isEmpty() != valid) {
            throw new AssertionError(name + given + " on " + input + " should be " + (valid ? expected : "a problem")
                    + " and is " + layer.map(each -> each.outputShape().toString()) + " with " + problems);
        }
        layer.ifPresent(each -> {
            if (!each.outputShape().extents().stream().map(Shapes::big).toList().equals(expected)
                    || !parameters(each).equals(parameters)) {
                throw new AssertionError(name + given + " on " + input + " should be " + expected + " with "
                        + parameters + " parameters and is " + each.outputShape() + " with " + parameters(each));
            }
        });
        assertThat(problems).hasSizeLessThan(10);
        return valid;
    }

    private static BigInteger parameters(Layer layer) {
        return layer.state().stream()
                .filter(each -> each.kind() == StateTensor.Kind.PARAMETER)
                .map(each -> each.extents().stream().map(Shapes::big).reduce(ONE, BigInteger::multiply))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger floorDivide(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return parts[1].signum() < 0 ? parts[0].subtract(ONE) : parts[0];
    }

    private static BigInteger big(int value) {
        return BigInteger.valueOf(value);
    }
}
