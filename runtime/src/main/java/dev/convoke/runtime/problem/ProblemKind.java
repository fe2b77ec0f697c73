package dev.convoke.runtime.problem;

/**
 * What can go wrong because of a file, an array or a setting that came from outside. Each constant is one fault with one
 * remedy; tools map them to diagnostics with a code. The set only grows within a major version.
 */
public enum ProblemKind {
    /** The file does not exist. */
    FILE_NOT_FOUND,
    /** The file exists but cannot be read: rights, a directory, a device error. */
    FILE_UNREADABLE,
    /** The file cannot be written: rights, a full disk, a missing directory. Nothing half written is left. */
    FILE_UNWRITABLE,

    /** A pickle or zip of {@code torch.save}, which may hold code and is never read. */
    SAFETENSORS_IS_PICKLE,
    /** Some other known format: ONNX, GGUF, HDF5, NumPy. */
    SAFETENSORS_OTHER_FORMAT,
    /** Shorter than the eight bytes of the header's length, or than the header it announces. */
    SAFETENSORS_HEADER_TRUNCATED,
    /** The announced header is longer than the format allows. */
    SAFETENSORS_HEADER_TOO_LARGE,
    /** The header is not strict JSON of the format's form. */
    SAFETENSORS_HEADER_MALFORMED,
    /** A key occurs twice. */
    SAFETENSORS_DUPLICATE_KEY,
    /** An element type that the format does not define. */
    SAFETENSORS_UNKNOWN_DTYPE,
    /** More dimensions than any network has. */
    SAFETENSORS_RANK_TOO_LARGE,
    /** Shape times width does not fit in 63 bits. */
    SAFETENSORS_SHAPE_OVERFLOW,
    /** Offsets that run backwards. */
    SAFETENSORS_BAD_OFFSETS,
    /** Offsets that do not span what shape and element type need. */
    SAFETENSORS_SIZE_MISMATCH,
    /** Two tensors share bytes. */
    SAFETENSORS_OVERLAP,
    /** Bytes between tensors that belong to none. */
    SAFETENSORS_GAP,
    /** The data end before the last tensor does. */
    SAFETENSORS_TRUNCATED,
    /** Bytes after the last tensor. */
    SAFETENSORS_TRAILING_BYTES,
    /** A tensor that was asked for is not in the file. */
    TENSOR_MISSING,
    /** A tensor's elements are of a type that cannot be converted to what is needed. */
    TENSOR_WRONG_TYPE,
    /** A tensor has another shape than is needed, or is too large for a Java array. */
    TENSOR_WRONG_SHAPE,

    /** Weights that do not belong to this network: names missing or unexpected, other shapes or types. */
    WEIGHTS_MISMATCH,

    /** Generated code newer than this runtime. */
    RUNTIME_TOO_OLD,

    /** An array of another length than the network's input or output needs. */
    ARRAY_LENGTH,
    /** Another number of arrays than the network has inputs or outputs. */
    ARRAY_COUNT,
    /** A batch of no samples, or too large for one arena. */
    BATCH_SIZE,
    /** An operation that this network's inputs and outputs do not allow. */
    NET_UNSUITABLE,

    /** A data file that is not of the expected format. */
    DATA_WRONG_FORMAT,
    /** A data file that ends early. */
    DATA_TRUNCATED,
    /** A data file that goes on after what its header announces. */
    DATA_TRAILING_BYTES,
    /** A data file whose header announces more than can be held. */
    DATA_TOO_LARGE,
    /** Images and labels, or data and network, do not fit each other. */
    DATA_MISMATCH,
    /** A data set without samples. */
    DATA_EMPTY,
    /** A label outside the range of the classes. */
    DATA_LABEL_OUT_OF_RANGE,

    /** A checkpoint that holds no training state. */
    CHECKPOINT_INCOMPLETE,
    /** A checkpoint of a run with other settings. */
    CHECKPOINT_MISMATCH,

    /** A batch of so few samples that batch normalisation sees a single value of a channel. */
    TRAINING_BATCH_TOO_SMALL,
    /** The loss is infinite or not a number. */
    TRAINING_DIVERGED,
    /** A setting outside its range. */
    SETTING_OUT_OF_RANGE
}
