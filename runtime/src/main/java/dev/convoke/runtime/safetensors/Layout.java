package dev.convoke.runtime.safetensors;

import static dev.convoke.runtime.safetensors.HeaderParser.quoted;

import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.problem.SafetensorsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;

/** The rules on where tensors lie. */
final class Layout {
    private Layout() {}

    static void check(Path file, Map<String, TensorInfo> tensors, long available) {
        TensorInfo[] order = tensors.values().toArray(TensorInfo[]::new);
        for (TensorInfo info : order) {
            checkSize(file, info);
        }
        Arrays.sort(order, Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        long end = 0;
        for (TensorInfo info : order) {
            if (info.begin() < end) {
                throw fault(
                        ProblemKind.SAFETENSORS_OVERLAP,
                        file,
                        info,
                        "begins at byte " + info.begin() + " of the data, before another ends at " + end);
            }
            if (info.begin() > end) {
                throw fault(
                        ProblemKind.SAFETENSORS_GAP,
                        file,
                        info,
                        "begins at byte " + info.begin() + " of the data; the bytes from " + end
                                + " on belong to no tensor");
            }
            end = info.end();
        }
        if (end > available) {
            throw new SafetensorsException(
                    ProblemKind.SAFETENSORS_TRUNCATED,
                    file,
                    "the tensors need " + end + " bytes of data; the file has " + available,
                    "the file is cut off: save or download it again");
        }
        if (end < available) {
            throw new SafetensorsException(
                    ProblemKind.SAFETENSORS_TRAILING_BYTES,
                    file,
                    (available - end) + " bytes follow the last tensor",
                    "the file is damaged: save or download it again");
        }
    }

    private static void checkSize(Path file, TensorInfo info) {
        if (info.end() < info.begin()) {
            throw fault(
                    ProblemKind.SAFETENSORS_BAD_OFFSETS,
                    file,
                    info,
                    "ends at byte " + info.end() + ", before it begins at " + info.begin());
        }
        long bytes = info.type().bytes();
        try {
            for (long extent : info.shape()) {
                bytes = Math.multiplyExact(bytes, extent);
            }
        } catch (ArithmeticException e) {
            throw fault(
                    ProblemKind.SAFETENSORS_SHAPE_OVERFLOW,
                    file,
                    info,
                    "has the shape " + info.shape() + ", which is beyond 2^63 - 1 bytes");
        }
        if (bytes != info.end() - info.begin()) {
            throw fault(
                    ProblemKind.SAFETENSORS_SIZE_MISMATCH,
                    file,
                    info,
                    "of type " + info.type() + " and shape " + info.shape() + " needs " + bytes
                            + " bytes, but its offsets span " + (info.end() - info.begin()));
        }
    }

    private static SafetensorsException fault(ProblemKind kind, Path file, TensorInfo info, String what) {
        return new SafetensorsException(
                kind,
                file,
                "tensor " + quoted(info.name()) + " " + what,
                "the file is damaged: save or download it again");
    }
}
