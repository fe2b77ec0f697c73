package dev.convoke.runtime;

import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.generated.TensorDescription.Kind;
import dev.convoke.runtime.problem.WeightsException;
import dev.convoke.runtime.problem.WeightsException.Difference;
import dev.convoke.runtime.problem.WeightsException.Wanted;
import dev.convoke.runtime.safetensors.DType;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.TensorInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Finds every difference between a network and the weights offered to it, and reports them in one exception. */
final class WeightsCheck {
    private static final Set<DType> FLOATS = Set.of(DType.F32, DType.F64, DType.F16, DType.BF16);
    private static final Set<DType> INTEGERS = Set.of(DType.I64, DType.I32, DType.U8);

    private WeightsCheck() {}

    /** Throws unless the accepted tensors of the file are exactly those of the network. */
    static void against(NetDescription net, SafetensorsFile weights, Predicate<String> belongs) {
        List<Wanted> missing = new ArrayList<>();
        List<Difference> different = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (TensorDescription tensor : net.tensors()) {
            known.add(tensor.name());
            TensorInfo info = belongs.test(tensor.name()) ? weights.tensors().get(tensor.name()) : null;
            if (info == null) {
                if (tensor.kind() != Kind.COUNTER) {
                    missing.add(wanted(tensor));
                }
            } else if (!info.shape().equals(longs(tensor.shape()))) {
                different.add(new Difference(
                        tensor.name(), tensor.shape().toString(), info.shape().toString()));
            } else if (!(tensor.kind() == Kind.COUNTER ? INTEGERS : FLOATS).contains(info.type())) {
                String needed = tensor.kind() == Kind.COUNTER ? "int64" : "float32, float64, float16 or bfloat16";
                different.add(new Difference(tensor.name(), needed, info.type().toString()));
            }
        }
        List<Wanted> unexpected = new ArrayList<>();
        for (TensorInfo info : weights.tensors().values()) {
            if (belongs.test(info.name()) && !known.contains(info.name())) {
                unexpected.add(new Wanted(info.name(), info.shape()));
            }
        }
        report(net, weights.path().toString(), missing, unexpected, different);
    }

    /** Throws unless the arrays are exactly the network's parameters and buffers. */
    static void against(NetDescription net, Map<String, float[]> tensors) {
        List<Wanted> missing = new ArrayList<>();
        List<Difference> different = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (TensorDescription tensor : net.tensors()) {
            if (tensor.kind() == Kind.COUNTER) {
                continue;
            }
            known.add(tensor.name());
            float[] values = tensors.get(tensor.name());
            if (values == null) {
                missing.add(wanted(tensor));
            } else if (values.length != tensor.elements()) {
                different.add(new Difference(
                        tensor.name(),
                        tensor.shape() + " = " + tensor.elements() + " elements",
                        values.length + " elements"));
            }
        }
        List<Wanted> unexpected = new ArrayList<>();
        for (Map.Entry<String, float[]> entry : tensors.entrySet()) {
            if (!known.contains(entry.getKey())) {
                unexpected.add(new Wanted(entry.getKey(), List.of((long) entry.getValue().length)));
            }
        }
        report(net, "the given arrays", missing, unexpected, different);
    }

    private static void report(
            NetDescription net,
            String source,
            List<Wanted> missing,
            List<Wanted> unexpected,
            List<Difference> different) {
        if (!missing.isEmpty() || !unexpected.isEmpty() || !different.isEmpty()) {
            throw new WeightsException(net.name(), source, missing, unexpected, different);
        }
    }

    private static Wanted wanted(TensorDescription tensor) {
        return new Wanted(tensor.name(), longs(tensor.shape()));
    }

    private static List<Long> longs(List<Integer> shape) {
        return shape.stream().map(Integer::longValue).toList();
    }
}
