package dev.convoke.runtime.training;

/** Is told how a run goes, on the thread that runs it. What it does cannot change the result, but an exception ends the run. */
public interface TrainingListener {
    /** An epoch begins; {@code epoch} counts from 1 and reaches {@code epochs}. */
    default void epochStarted(int epoch, int epochs, int steps) {}

    /** A step is done; {@code step} counts from 1 in its epoch. */
    default void batchDone(int epoch, int step, int steps, double loss, double learningRate) {}

    /** An epoch is done, its checkpoint written. */
    default void epochDone(EpochResult result) {}

    /** The run goes on after {@code epochs} epochs of an earlier one. */
    default void resumed(int epochs) {}
}
