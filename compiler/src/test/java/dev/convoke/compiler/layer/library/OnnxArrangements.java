package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.layer.library.OnnxConformanceTest.Case;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How ONNX's nodes that move, cut and repeat elements are said here; nothing of those that cannot be. */
final class OnnxArrangements {
    private OnnxArrangements() {}

    private static Optional<Object[]> of(Object... arguments) {
        return Optional.of(arguments);
    }

    private static List<Integer> wholes(Onnx.Tensor tensor) {
        return Arrays.stream(tensor.values()).mapToObj(v -> (int) v).toList();
    }

    /** Positions and channels are padded, samples are not. */
    static Optional<Object[]> pad(Case one, int rank) {
        List<Integer> pads = one.node().wholes("pads").orElseGet(() -> wholes(one.input(1)));
        String mode = switch (one.node().text("mode", "constant")) {
            case "constant" -> "constant";
            case "reflect" -> "reflect";
            case "edge" -> "replicate";
            case "wrap" -> "circular";
            default -> "";
        };
        boolean known = !mode.isEmpty()
                && !one.has(3)
                && rank > 2
                && pads.stream().allMatch(p -> p >= 0)
                && pads.get(0) == 0
                && pads.get(rank) == 0
                && (mode.equals("constant") || pads.get(1) == 0 && pads.get(rank + 1) == 0);
        if (!known) {
            return Optional.empty();
        }
        List<Integer> sides = IntStream.range(2, rank)
                .map(i -> rank + 1 - i)
                .boxed()
                .flatMap(axis -> Stream.of(pads.get(axis), pads.get(rank + axis)))
                .toList();
        double value = one.has(2) ? one.input(2).values()[0] : one.node().real("value", 0);
        return of("padding", sides, "channels", List.of(pads.get(1), pads.get(rank + 1)), "value", value, "mode", mode);
    }

    /** One axis at most, and not that of the samples. */
    static Optional<Object[]> slice(Case one, int rank) {
        List<Integer> starts = wholes(one.input(1));
        List<Integer> ends = wholes(one.input(2));
        Optional<Object[]> found = Optional.empty();
        for (int i = 0; i < starts.size(); i++) {
            int axis = one.has(3) ? Math.floorMod(wholes(one.input(3)).get(i), rank) : i;
            int extent = one.input(0).extents().get(axis);
            int start = position(starts.get(i), extent);
            int end = position(ends.get(i), extent);
            int step = one.has(4) ? wholes(one.input(4)).get(i) : 1;
            if (start == 0 && end == extent && step == 1) {
                continue;
            }
            if (axis == 0 || step < 1 || found.isPresent()) {
                return Optional.empty();
            }
            found = of("start", start, "end", end, "step", step, "dim", axis);
        }
        return found;
    }

    private static int position(int given, int extent) {
        return Math.max(0, Math.min(extent, given < 0 ? given + extent : given));
    }

    static Optional<Object[]> transpose(Case one, int rank) {
        List<Integer> order = one.node().wholes("perm").orElse(List.of(1));
        return order.get(0) == 0 && order.size() == rank ? of("dims", order) : Optional.empty();
    }

    /** The samples stay; an extent of 0 is the input's. */
    static Optional<Object[]> reshape(Case one) {
        List<Integer> before = one.input(0).extents();
        List<Integer> wanted = wholes(one.input(1));
        List<Integer> after = IntStream.range(0, wanted.size())
                .mapToObj(i -> wanted.get(i) == 0 ? before.get(i) : wanted.get(i))
                .toList();
        boolean keeps = after.size() > 1 && after.get(0).equals(before.get(0));
        return keeps ? of("shape", after.subList(1, after.size())) : Optional.empty();
    }

    static Optional<Object[]> depthToSpace(Case one) {
        return one.node().text("mode", "DCR").equals("CRD")
                ? of("upscale_factor", (int) one.node().whole("blocksize", 0))
                : Optional.empty();
    }

    /** Of the many ways of ONNX those that are PyTorch's. */
    static Optional<Object[]> resize(Case one, int rank) {
        Onnx.Node node = one.node();
        boolean old = node.operator().equals("Upsample");
        String coordinates = node.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
        String nearest = node.text("nearest_mode", old ? "floor" : "round_prefer_floor");
        boolean plain = node.whole("antialias", 0) == 0 && node.wholes("axes").isEmpty();
        Optional<Object[]> size = size(one, rank, old);
        if (!plain || size.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> in = one.shape().spatial();
        List<Integer> out = one.expected().extents().subList(2, rank);
        if (node.text("mode", "nearest").equals("nearest")) {
            if (coordinates.equals("asymmetric") && nearest.equals("floor")) {
                return size;
            }
            boolean ties = IntStream.range(0, in.size()).anyMatch(i -> ties(in.get(i), out.get(i)));
            return coordinates.equals("half_pixel") && nearest.equals("round_prefer_floor") && !ties
                    ? size.map(each -> with(each, "mode", "nearest-exact"))
                    : Optional.empty();
        }
        boolean linear = node.text("mode", "").equals("linear")
                && (coordinates.equals("align_corners") && isWhole(one, old)
                        || coordinates.equals("half_pixel")
                        || coordinates.equals("pytorch_half_pixel") && !out.contains(1));
        String mode = List.of("linear", "bilinear", "trilinear").get(rank - 3);
        return linear
                ? size.map(each -> with(each, "mode", mode, "align_corners", coordinates.equals("align_corners")))
                : Optional.empty();
    }

    /** Whether a middle lies between two positions, where ONNX takes the one before and PyTorch the one behind. */
    private static boolean ties(int in, int out) {
        return IntStream.range(0, out).anyMatch(i -> (2 * i + 1) * in % (2 * out) == 0);
    }

    /** Whether scales make whole extents; ONNX aligns corners to extents that it has not rounded yet. */
    private static boolean isWhole(Case one, boolean old) {
        double[] scales = one.has(old ? 1 : 2) ? one.input(old ? 1 : 2).values() : new double[0];
        return IntStream.range(0, scales.length)
                .mapToDouble(i -> scales[i] * one.input(0).extents().get(i))
                .allMatch(extent -> extent == Math.rint(extent));
    }

    private static Optional<Object[]> size(Case one, int rank, boolean old) {
        int scales = old ? 1 : 2;
        if (rank < 3) {
            return Optional.empty();
        }
        if (one.has(scales) && one.input(scales).values().length == rank) {
            double[] all = one.input(scales).values();
            List<Double> factors = Arrays.stream(all).boxed().toList().subList(2, rank);
            return all[0] == 1 && all[1] == 1 ? of("scale_factor", factors) : Optional.empty();
        }
        if (!old && one.has(3) && one.input(3).values().length == rank) {
            List<Integer> all = wholes(one.input(3));
            return all.subList(0, 2).equals(one.input(0).extents().subList(0, 2))
                    ? of("size", all.subList(2, rank))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static Object[] with(Object[] first, Object... rest) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(rest)).toArray();
    }
}
