package dev.convoke.cli;

import dev.convoke.runtime.problem.ProblemKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The problems of weights and data, as users see them: what the runtime can throw, in groups with one remedy each. */
enum DataCode {
    FILE_NOT_FOUND("E401", "a file is not there"),
    FILE_UNREADABLE("E402", "a file cannot be read"),
    FILE_UNWRITABLE("E403", "a file cannot be written"),
    NO_SAFETENSORS("E404", "the file is of another format than safetensors"),
    BROKEN_SAFETENSORS("E405", "a safetensors file is damaged"),
    TENSOR_UNSUITABLE("E406", "a tensor is missing, or of another type or shape than is needed"),
    WEIGHTS_MISMATCH("E407", "the weights do not belong to the net"),
    INPUT_SIZE("E408", "an input has another size than the net declares"),
    DATA_UNREADABLE("E409", "a data set cannot be read"),
    DATA_MISMATCH("E410", "a data set does not suit the net, or contradicts itself"),
    CHECKPOINT("E411", "a checkpoint cannot be resumed from"),
    TRAINING_DIVERGED("E412", "the loss is infinite or not a number"),
    NET_UNSUITABLE("E413", "the net cannot be used like this"),
    OUT_OF_MEMORY("E414", "the Java heap is too small"),
    RUNTIME_TOO_OLD("E415", "generated code and runtime do not belong together"),
    OPENCL("E416", "there is no OpenCL device that can run this"),
    BATCH_TOO_SMALL("E420", "a batch has too few samples to train with"),
    GIT("E190", "git cannot say what a file was");

    private final String code;
    private final String meaning;

    DataCode(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    String code() {
        return code;
    }

    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is wrong, in one line. */
    String meaning() {
        return meaning;
    }

    /** The explanation, in Markdown. */
    String page() {
        try (InputStream in = DataCode.class.getResourceAsStream(code + ".md")) {
            if (in == null) {
                throw new IllegalStateException("no page for " + code);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DataCode of(ProblemKind kind) {
        return switch (kind) {
            case FILE_NOT_FOUND -> FILE_NOT_FOUND;
            case FILE_UNREADABLE -> FILE_UNREADABLE;
            case FILE_UNWRITABLE -> FILE_UNWRITABLE;
            case SAFETENSORS_IS_PICKLE, SAFETENSORS_OTHER_FORMAT -> NO_SAFETENSORS;
            case SAFETENSORS_HEADER_TRUNCATED,
                    SAFETENSORS_HEADER_TOO_LARGE,
                    SAFETENSORS_HEADER_MALFORMED,
                    SAFETENSORS_DUPLICATE_KEY,
                    SAFETENSORS_UNKNOWN_DTYPE,
                    SAFETENSORS_RANK_TOO_LARGE,
                    SAFETENSORS_SHAPE_OVERFLOW,
                    SAFETENSORS_BAD_OFFSETS,
                    SAFETENSORS_SIZE_MISMATCH,
                    SAFETENSORS_OVERLAP,
                    SAFETENSORS_GAP,
                    SAFETENSORS_TRUNCATED,
                    SAFETENSORS_TRAILING_BYTES -> BROKEN_SAFETENSORS;
            case TENSOR_MISSING, TENSOR_WRONG_TYPE, TENSOR_WRONG_SHAPE -> TENSOR_UNSUITABLE;
            case WEIGHTS_MISMATCH -> WEIGHTS_MISMATCH;
            case ARRAY_LENGTH, ARRAY_COUNT, BATCH_SIZE -> INPUT_SIZE;
            case DATA_WRONG_FORMAT, DATA_TRUNCATED, DATA_TRAILING_BYTES, DATA_TOO_LARGE -> DATA_UNREADABLE;
            case DATA_MISMATCH, DATA_EMPTY, DATA_LABEL_OUT_OF_RANGE -> DATA_MISMATCH;
            case CHECKPOINT_INCOMPLETE, CHECKPOINT_MISMATCH -> CHECKPOINT;
            case TRAINING_BATCH_TOO_SMALL -> BATCH_TOO_SMALL;
            case TRAINING_DIVERGED -> TRAINING_DIVERGED;
            case NET_UNSUITABLE, SETTING_OUT_OF_RANGE -> NET_UNSUITABLE;
            case RUNTIME_TOO_OLD -> RUNTIME_TOO_OLD;
        };
    }
}
