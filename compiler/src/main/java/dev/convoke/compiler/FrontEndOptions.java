package dev.convoke.compiler;

import dev.convoke.compiler.elaborate.Settings;
import java.util.Optional;

/**
 * What of a file is to be checked, and how.
 *
 * @param selection which nets
 * @param net the name of the one, where one is selected; empty for the one declared last
 * @param settings values for its parameters and sizes of its inputs
 */
public record FrontEndOptions(Selection selection, Optional<String> net, Settings settings) {
    /** Which nets of a file are elaborated. */
    public enum Selection {
        /** One, which the caller wants to use. */
        ONE,
        /** All that can be without settings. */
        ALL
    }

    /** The net that is declared last, as it is declared. */
    public static FrontEndOptions last() {
        return new FrontEndOptions(Selection.ONE, Optional.empty(), Settings.NONE);
    }

    /** One net. */
    public static FrontEndOptions net(String name) {
        return new FrontEndOptions(Selection.ONE, Optional.of(name), Settings.NONE);
    }

    /** All nets, as linters want; those with parameters that have no default are left out. */
    public static FrontEndOptions all() {
        return new FrontEndOptions(Selection.ALL, Optional.empty(), Settings.NONE);
    }

    public FrontEndOptions with(Settings newSettings) {
        return new FrontEndOptions(selection, net, newSettings);
    }
}
