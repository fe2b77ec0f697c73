package dev.convoke.runtime.training;

import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.problem.TrainingException;

/** Range checks of settings. */
final class Settings {
    private Settings() {}

    static double atLeast0(String name, double value) {
        return check(name, value, value >= 0 && value < Double.POSITIVE_INFINITY, "0 or more");
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
