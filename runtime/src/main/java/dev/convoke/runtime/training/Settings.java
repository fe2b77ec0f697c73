package dev.convoke.runtime.training;

import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.problem.TrainingException;
import java.util.Arrays;
import java.util.List;

/** Range checks of settings. */
final class Settings {
    private Settings() {}

    static double atLeast0(String name, double value) {
        return check(name, value, value >= 0 && value < Double.POSITIVE_INFINITY, "0 or more");
    }

    static double above0(String name, double value) {
        return check(name, value, value > 0 && value < Double.POSITIVE_INFINITY, "above 0");
    }

    static double from0to1(String name, double value) {
        return check(name, value, value >= 0 && value <= 1, "from 0 to 1");
    }

    /** One or more weights, none of them negative. */
    static List<Double> weights(String name, double... values) {
        check(name, values.length, values.length > 0, "one number or more");
        return Arrays.stream(values).map(each -> atLeast0(name, each)).boxed().toList();
    }

    static double from0below1(String name, double value) {
        return check(name, value, value >= 0 && value < 1, "at least 0 and below 1");
    }

    static int atLeast1(String name, int value) {
        check(name, value, value >= 1, "1 or more");
        return value;
    }

    private static double check(String name, double value, boolean good, String range) {
        if (!good) {
            throw new TrainingException(
                    ProblemKind.SETTING_OUT_OF_RANGE, name + " is " + value, name + " must be " + range);
        }
        return value;
    }
}
