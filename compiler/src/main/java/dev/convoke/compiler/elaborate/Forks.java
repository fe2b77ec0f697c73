package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Parameter;
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
        List<String> projection = conditional(main.channels(), strides, frame)
                .orElse(List.of("x -> downsample: seq { Conv(" + main.channels() + ", 1" + stride
                        + ", bias=false) -> BatchNorm }"));
        int line = operands.whole().line();
        return name.equals("x")
                ? problem -> problem.help(
                        "project the skip, and add `skip` instead of `x`", line, statement("skip", projection))
                : frame.scope()
                        .find(name)
                        .<UnaryOperator<Diagnostic>>map(binding -> problem ->
                                problem.help("project the skip", binding.span().line(), statement(name, projection)))
                        .orElse(problem -> problem);
    }

    /**
     * The projection by the block's parameters, on the condition that it is needed, as other instances of the block may need none; empty if the
     * numbers are not those of one parameter each.
     */
    private static Optional<List<String>> conditional(int channels, List<Integer> strides, Frame frame) {
        List<Declared> active = frame.place().active();
        List<Parameter> parameters = active.get(active.size() - 1)
                .declaration()
                .match(new Kinds<>(
                        net -> List.of(),
                        variant -> List.of(),
                        Declaration.Block::parameters,
                        Declaration.Seq::parameters,
                        function -> List.of(),
                        constant -> List.of()));
        List<String> planes = valued(parameters, channels, frame);
        if (planes.size() != 1 || strides.stream().distinct().count() != 1) {
            return Optional.empty();
        }
        List<String> stride = new ArrayList<>(valued(parameters, strides.get(0), frame));
        stride.removeAll(planes);
        boolean kept = strides.get(0) == 1;
        if (kept) {
            stride.removeIf(each -> !each.equals("stride") && !each.equals("s"));
        }
        if (stride.size() > 1 || !kept && stride.isEmpty()) {
            return Optional.empty();
        }
        String strided = stride.isEmpty() ? "" : stride.get(0) + " != 1 or ";
        String argument = stride.isEmpty() ? "" : ", stride=" + stride.get(0);
        return Optional.of(List.of(
                "if " + strided + "x.c != " + planes.get(0),
                "then x -> downsample: seq { Conv(" + planes.get(0) + ", 1" + argument + ", bias=false) -> BatchNorm }",
                "else x"));
    }

    /** {@code skip = ...} with the lines of a value, one below the other. */
    private static String[] statement(String name, List<String> value) {
        String start = "  " + name + " = ";
        String[] lines = new String[value.size()];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = (i == 0 ? start : " ".repeat(start.length())) + value.get(i);
        }
        return lines;
    }

    /** The parameters that have a value. */
    private static List<String> valued(List<Parameter> parameters, int value, Frame frame) {
        return parameters.stream()
                .map(each -> each.name().text())
                .filter(name -> frame.scope()
                        .find(name)
                        .filter(each -> each.value().equals(Datum.Number.of(value)))
                        .isPresent())
                .toList();
    }
}
