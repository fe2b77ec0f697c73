package dev.convoke.runtime.training;

import java.util.Optional;

/**
 * What an epoch came to.
 *
 * @param epoch counted from 1
 * @param seconds it took, validation included
 * @param learningRate of its last step
 * @param loss over the training samples, each as it was when its batch came
 * @param accuracy the same, if the loss is on labels
 * @param validation after the epoch, if there are validation data
 */
public record EpochResult(
        int epoch,
        double seconds,
        double learningRate,
        double loss,
        Optional<Double> accuracy,
        Optional<Evaluation> validation) {}
