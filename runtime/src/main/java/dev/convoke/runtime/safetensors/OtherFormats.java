package dev.convoke.runtime.safetensors;

import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.problem.SafetensorsException;
import java.nio.file.Path;

/** Recognises files that people pass for safetensors, to say how to convert them. */
final class OtherFormats {
    private static final String CONVERT =
            "convert it once, with PyTorch, where you trust the file: python -c \"import torch; from safetensors.torch import save_file; "
                    + "save_file(torch.load('IN.pt', map_location='cpu', weights_only=True), 'OUT.safetensors')\"";

    private OtherFormats() {}

    /** Throws if the first nine bytes of {@code file} are those of another known format; a safetensors header begins at the ninth. */
    static void reject(Path file, byte[] first) {
        if (first.length >= 9 && first[8] == '{') {
            return;
        }
        if (startsWith(first, 'P', 'K', 3, 4)) {
            throw pickle(file, "is a zip archive, as torch.save and numpy.savez write it, no safetensors file");
        }
        if (first.length >= 2 && (first[0] & 0xFF) == 0x80 && first[1] >= 2 && first[1] <= 5) {
            throw pickle(file, "is a Python pickle, no safetensors file; a pickle can run code and is never read");
        }
        if (startsWith(first, 'G', 'G', 'U', 'F')) {
            throw other(file, "GGUF");
        }
        if (startsWith(first, 0x89, 'H', 'D', 'F')) {
            throw other(file, "HDF5 (Keras)");
        }
        if (startsWith(first, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
            throw other(file, "NumPy");
        }
        if (startsWith(first, 0x1F, 0x8B, 8)) {
            throw new SafetensorsException(
                    ProblemKind.SAFETENSORS_OTHER_FORMAT, file, "is compressed with gzip", "unpack it: gunzip " + file);
        }
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static SafetensorsException pickle(Path file, String what) {
        return new SafetensorsException(ProblemKind.SAFETENSORS_IS_PICKLE, file, what, CONVERT);
    }

    private static SafetensorsException other(Path file, String format) {
        return new SafetensorsException(
                ProblemKind.SAFETENSORS_OTHER_FORMAT,
                file,
                "is a " + format + " file, no safetensors file",
                "save the weights with the safetensors library");
    }
}
