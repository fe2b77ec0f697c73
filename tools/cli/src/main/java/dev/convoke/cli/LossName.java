package dev.convoke.cli;

import dev.convoke.runtime.training.CrossEntropy;
import dev.convoke.runtime.training.Loss;
import dev.convoke.runtime.training.MeanSquaredError;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Losses by their names on the command line. */
final class LossName implements ITypeConverter<Loss> {
    @Override
    public Loss convert(String name) {
        return switch (name) {
            case "cross-entropy" -> CrossEntropy.mean();
            case "mse" -> MeanSquaredError.mean();
            default -> throw new TypeConversionException("there are cross-entropy and mse, not '" + name + "'");
        };
    }
}
