package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Compares the ways that two streams went since they parted: the main path of a residual block and its skip. */
final class Forks {
    /** Larger strides lose most of what a skip is to carry: nobody means them. */
    private static final int LARGEST_STRIDE = 4;

    private Forks() {}

    /** {@code the main path changed the channels 64 -> 128 and halved the size (stride=2); the skip did neither}. */
    static Optional<String> difference(Trace left, Trace right) {
        Optional<Trace.Fork> a = left.fork(right);
        Optional<Trace.Fork> b = right.fork(left);
        if (a.isEmpty() || b.isEmpty() || a.get().from() != b.get().from()) {
            return Optional.empty();
        }
        boolean leftIsMain = a.get().steps().size() >= b.get().steps().size();
        Trace.Fork main = leftIsMain ? a.get() : b.get();
        Trace.Fork skip = leftIsMain ? b.get() : a.get();
        Shape from = main.from().shape();
        Shape mainTo = leftIsMain ? left.shape() : right.shape();
        Shape skipTo = leftIsMain ? right.shape() : left.shape();
        List<String> mainDid = changes(from, mainTo, main.steps());
        List<String> skipDid = changes(from, skipTo, skip.steps());
        if (!mainDid.isEmpty() && skipDid.isEmpty()) {
            String rest = mainDid.size() == 1 ? "the skip did not" : "the skip did neither";
            return Optional.of("the main path " + String.join(" and ", mainDid) + "; " + rest);
        }
        String start = main.from().isInput()
                ? "the input " + main.from().name()
                : main.from().name();
        List<String> leftDid = leftIsMain ? mainDid : skipDid;
        List<String> rightDid = leftIsMain ? skipDid : mainDid;
        return Optional.of(
                "from " + start + " on, the left side " + did(leftDid) + ", and the right side " + did(rightDid));
    }

    private static String did(List<String> changes) {
        return changes.isEmpty() ? "kept its shape" : String.join(" and ", changes);
    }

    private static List<String> changes(Shape from, Shape to, List<Trace> steps) {
        List<String> changes = new ArrayList<>();
        if (from.rank() != to.rank()) {
            return List.of("went from " + from + " to " + to);
        }
        if (from.channels() != to.channels()) {
            changes.add("changed the channels " + from.channels() + " -> " + to.channels());
        }
        if (!from.spatial().equals(to.spatial())) {
            String strides = steps.stream()
                    .flatMap(each -> each.stride().stream())
                    .reduce((a, b) -> a + ", " + b)
                    .map(each -> " (" + each + ")")
                    .orElse("");
            String size = sized(from, to, !strides.isEmpty());
            changes.add((changes.isEmpty() || !size.startsWith("changed ") ? size : size.substring(8)) + strides);
        }
        return changes;
    }

    private static String sized(Shape from, Shape to, boolean strides) {
        boolean halved = strides;
        for (int i = 0; i < from.spatial().size(); i++) {
            halved &= to.spatial().get(i) == (from.spatial().get(i) + 1) / 2;
        }
        return halved ? "halved the size" : "changed the size " + from.spatial() + " -> " + to.spatial();
    }

    /** Adds the way out of a residual sum that does not fit: a projection on the skip, if one can be written down. */
    static UnaryOperator<Diagnostic> projection(Flow left, Flow right, Evaluator.Operands operands, Frame frame) {
        Optional<Flow> input = frame.place().input();
        boolean leftIsInput =
                input.map(each -> each.value().equals(left.value())).orElse(false);
        boolean rightIsInput =
                input.map(each -> each.value().equals(right.value())).orElse(false);
        if (leftIsInput == rightIsInput) {
            return problem -> problem;
        }
        Shape skip = leftIsInput ? left.shape() : right.shape();
        Shape main = leftIsInput ? right.shape() : left.shape();
        String name = (leftIsInput ? operands.leftSpan() : operands.rightSpan()).text();
        if (skip.rank() != main.rank() || !name.matches("[A-Za-z][A-Za-z0-9_]*")) {
            return problem -> problem;
        }
        List<Integer> strides = new ArrayList<>();
        for (int i = 0; i < skip.spatial().size(); i++) {
            int a = skip.spatial().get(i);
            int b = main.spatial().get(i);
            int stride = (int) Math.ceil((double) a / b);
            if ((a - 1) / stride + 1 != b || stride > LARGEST_STRIDE) {
                return problem -> problem;
            }
            strides.add(stride);
        }
        String stride = strides.stream().allMatch(each -> each == 1)
                ? ""
                : strides.stream().distinct().count() == 1
                        ? ", stride=" + strides.get(0)
                        : ", stride=("
                                + String.join(
                                        ", ",
                                        strides.stream().map(String::valueOf).toList()) + ")";
        String projection =
                "x -> downsample: seq { Conv(" + main.channels() + ", 1" + stride + ", bias=false) -> BatchNorm }";
        int line = operands.whole().line();
        return name.equals("x")
                ? problem ->
                        problem.help("project the skip, and add `skip` instead of `x`", line, "  skip = " + projection)
                : frame.scope()
                        .find(name)
                        .<UnaryOperator<Diagnostic>>map(binding -> problem -> problem.help(
                                "project the skip", binding.span().line(), "  " + name + " = " + projection))
                        .orElse(problem -> problem);
    }
}
