package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is said of streams of different sizes in {@code concat}, with the ways out that were computed. */
final class ConcatProblems {
    /** More positions that a branch lacks are no matter of rounding. */
    private static final int MOST_PADDED = 2;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    private ConcatProblems() {}

    /** Of {@code concat}: a table of all branches, the odd ones marked. */
    static Diagnostic differ(List<Flow> parts, Expression.Call call, Frame frame) {
        Map<List<Integer>, Integer> votes = new HashMap<>();
        parts.forEach(each -> votes.merge(each.shape().spatial(), 1, Integer::sum));
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        Shape common = parts.stream()
                .map(Flow::shape)
                .filter(each -> Objects.requireNonNull(votes.get(each.spatial())) == most)
                .findFirst()
                .orElseThrow();
        List<Integer> odd = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).shape().spatial().equals(common.spatial())) {
                odd.add(i);
            }
        }
        Flow oddOne = parts.get(odd.get(0));
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.CONCAT_DIFFERS,
                        oddOne.shape().rank() == common.rank()
                                ? "streams of different sizes cannot be concatenated"
                                : "streams with different numbers of axes cannot be concatenated",
                        call.arguments().get(odd.get(0)).span(),
                        oddOne.shape() + ", " + JoinProblems.origin(oddOne, frame))
                .at(call.span());
        int width = parts.stream()
                .mapToInt(each -> each.shape().toString().length())
                .max()
                .orElse(0);
        int name = call.arguments().stream()
                .mapToInt(each -> shortened(each.span()).length())
                .max()
                .orElse(0);
        for (int i = 0; i < parts.size(); i++) {
            Flow part = parts.get(i);
            problem = problem.note(String.format(
                    "%-" + name + "s  %-" + width + "s  %s%s",
                    shortened(call.arguments().get(i).span()),
                    part.shape(),
                    JoinProblems.origin(part, frame),
                    odd.contains(i) ? "  <- differs" : ""));
        }
        return repair(problem, parts, call, odd, common, frame);
    }

    private static String shortened(Span span) {
        String text = span.text().replaceAll("\\s+", " ");
        return text.length() <= 24 ? text : text.substring(0, 21) + "...";
    }

    private static Diagnostic repair(
            Diagnostic problem, List<Flow> parts, Expression.Call call, List<Integer> odd, Shape common, Frame frame) {
        Flow oddOne = parts.get(odd.get(0));
        if (oddOne.shape().rank() != common.rank()) {
            return problem.help("bring all branches to the same axes first");
        }
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < common.spatial().size(); i++) {
            missing.add(common.spatial().get(i) - oddOne.shape().spatial().get(i));
        }
        Optional<Integer> factor = factor(oddOne.shape().spatial(), common.spatial());
        if (factor.isPresent()) {
            return problem.help("the odd branch is smaller by a factor of " + factor.get()
                    + ": leave out the stride or pool that makes it so, or bring the others down too");
        }
        Optional<String> padding = padding(parts, oddOne, common, frame);
        Optional<String> crop = crop(parts, call).filter(each -> padding.isEmpty() || grew(parts));
        if (padding.isPresent() || crop.isPresent()) {
            Diagnostic padded = padding.map(problem::help).orElse(problem);
            return crop.map(padded::help).orElse(padded);
        }
        Diagnostic sized =
                problem.note("all branches must have the size " + common.spatial() + "; only the channels add up");
        if (odd.size() == 1 && missing.stream().allMatch(each -> each >= 0 && each <= MOST_PADDED)) {
            return sized.help("the odd branch would fit with `-> Pad(" + behind(missing)
                    + ")` at its end, which adds zeros behind the last positions");
        }
        return sized.help("change strides or padding of the branches until their sizes agree");
    }

    /** {@code with `padding=2` in branch5 all branches have the size [32, 32]}. */
    private static Optional<String> padding(List<Flow> parts, Flow odd, Shape common, Frame frame) {
        Trace usual = parts.stream()
                .filter(each -> each.shape().spatial().equals(common.spatial()))
                .findFirst()
                .orElseThrow()
                .trace();
        var fitting = new FittingPadding(
                parts.stream().map(Flow::trace).toList(),
                shapes -> shapes.stream()
                        .allMatch(each -> each.spatial().equals(shapes.get(0).spatial())),
                frame.session().budget());
        String prefix = JoinProblems.prefix(frame);
        return fitting.of(FittingPadding.parted(usual, odd.trace()), prefix)
                .map(change -> "with " + change.named() + " all branches have the size "
                        + change.shapes().get(0).spatial());
    }

    /** Whether one of them became larger again, as what a skip is joined with. */
    private static boolean grew(List<Flow> parts) {
        return parts.stream()
                .flatMap(each -> each.trace().mainPath().stream())
                .filter(each -> !each.isInput())
                .anyMatch(each -> each.before().size() == 1
                        && each.shape().rank() == each.before().get(0).shape().rank()
                        && each.shape().rank() > 1
                        && 2L * each.shape().extent(1)
                                > 3L * each.before().get(0).shape().extent(1));
    }

    /** {@code `d2 -> Crop((u2.h, u2.w))` takes the middle}: where two maps have names and differ by a quarter at most. */
    private static Optional<String> crop(List<Flow> parts, Expression.Call call) {
        if (parts.size() != 2) {
            return Optional.empty();
        }
        int large = parts.get(0).shape().extent(1) > parts.get(1).shape().extent(1) ? 0 : 1;
        List<Integer> from = parts.get(large).shape().spatial();
        List<Integer> to = parts.get(1 - large).shape().spatial();
        for (int i = 0; i < to.size(); i++) {
            if (to.get(i) > from.get(i) || 4L * to.get(i) < 3L * from.get(i)) {
                return Optional.empty();
            }
        }
        String larger = call.arguments().get(large).span().text();
        if (!NAME.matcher(larger).matches()) {
            return Optional.empty();
        }
        String smaller = call.arguments().get(1 - large).span().text();
        List<String> size = new ArrayList<>();
        for (int i = 0; i < to.size(); i++) {
            boolean named = NAME.matcher(smaller).matches();
            size.add(named ? smaller + "." + Members.axes(to.size() + 1).get(i + 1) : String.valueOf(to.get(i)));
        }
        String written = size.size() == 1 ? size.get(0) : "(" + String.join(", ", size) + ")";
        return Optional.of("`" + larger + " -> Crop(" + written + ")` takes the middle " + to + " of the larger one");
    }

    /** What {@code Pad} takes to add so many positions behind the last of each axis: the last axis first. */
    private static String behind(List<Integer> missing) {
        List<String> sides = new ArrayList<>();
        for (int i = missing.size() - 1; i >= 0; i--) {
            sides.add("0, " + missing.get(i));
        }
        return "(" + String.join(", ", sides) + ")";
    }

    /** By how much all extents of one are smaller than those of the other, if that is a whole number. */
    private static Optional<Integer> factor(List<Integer> small, List<Integer> large) {
        int factor = large.get(0) / small.get(0);
        for (int i = 0; i < small.size(); i++) {
            if (factor < 2 || small.get(i) * (long) factor != large.get(i)) {
                return Optional.empty();
            }
        }
        return Optional.of(factor);
    }
}
