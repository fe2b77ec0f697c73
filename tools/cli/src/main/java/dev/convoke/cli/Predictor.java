package dev.convoke.cli;

/** Generated code of some kind, ready to run. */
interface Predictor extends AutoCloseable {
    /** One array for each input and output, each with {@code batch} samples. */
    void predict(float[][] inputs, float[][] outputs, int batch) throws DataProblem;

    @Override
    void close();
}
