package dev.convoke.cli;

import java.util.Set;

/** Commands that are known by name, so that who asks for one learns that it is to come. */
final class LaterCommands {
    private static final Set<String> NAMES = Set.of("draw", "import", "export");

    private LaterCommands() {}

    static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
