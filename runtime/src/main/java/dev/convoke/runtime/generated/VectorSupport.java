package dev.convoke.runtime.generated;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/**
 * How many vector lanes generated code may use here, decided once per JVM. Where it is 1, one line in the log of
 * {@code dev.convoke.runtime} says why and what to add.
 */
public final class VectorSupport {
    /** The system property that forces fewer lanes (16, 8, 4 or 1) than the machine has; it never gives more. */
    public static final String PROPERTY = "convoke.lanes";

    private static final String MODULE = "jdk.incubator.vector";

    private VectorSupport() {}

    /** 16, 8, 4, or 1 for scalar code. */
    public static int lanes() {
        return Decided.LANES;
    }

    /** Holds the decision; initialised, and its reason logged, on first use. */
    private static final class Decided {
        static final int LANES = decideAndLog();

        private Decided() {}
    }

    /**
     * A number of lanes.
     *
     * @param lanes 16, 8, 4 or 1
     * @param reason why they are not more; empty where there is nothing to tell
     */
    record Decision(int lanes, String reason) {}

    private static int decideAndLog() {
        boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
        boolean compiled = compilesVectors(System.getProperty("java.vm.info", ""));
        int preferred = present && compiled ? PreferredLanes.get() : 0;
        Decision decision = decide(present, compiled, preferred, System.getProperty(PROPERTY, ""));
        if (!decision.reason().isEmpty()) {
            Logger logger = System.getLogger("dev.convoke.runtime");
            logger.log(decision.lanes() == 1 ? Level.WARNING : Level.INFO, decision.reason());
        }
        return decision.lanes();
    }

    /** Whether the optimising compiler runs, without which the Vector API is slower than plain loops by orders of magnitude. */
    static boolean compilesVectors(String vmInfo) {
        String info = vmInfo.toLowerCase(Locale.ROOT);
        return !info.contains("interpreted") && !info.contains("emulated-client");
    }

    static Decision decide(boolean present, boolean compiled, int preferred, String property) {
        if (!present) {
            return new Decision(
                    1,
                    "Convoke runs scalar code, several times slower than vector code, because the module " + MODULE
                            + " is not loaded: start java with --add-modules " + MODULE);
        }
        if (!compiled) {
            return new Decision(
                    1,
                    "Convoke runs scalar code because this JVM does not run its optimising compiler (C2):"
                            + " remove -Xint or -XX:TieredStopAtLevel");
        }
        int lanes = preferred >= 16 ? 16 : preferred >= 8 ? 8 : preferred >= 4 ? 4 : 1;
        if (lanes == 1) {
            return new Decision(
                    1,
                    "Convoke runs scalar code because this JVM's widest vectors hold " + preferred
                            + " floats, fewer than 4: check -XX:UseAVX, -XX:UseSSE and -XX:MaxVectorSize");
        }
        if (property.isEmpty()) {
            return new Decision(lanes, "");
        }
        return switch (property) {
            case "16", "8", "4", "1" ->
                new Decision(Math.min(lanes, Integer.parseInt(property)), forced(lanes, property));
            default ->
                new Decision(
                        lanes,
                        "Convoke ignores -D" + PROPERTY + "=" + property + ": it must be 16, 8, 4 or 1; it uses "
                                + lanes);
        };
    }

    private static String forced(int lanes, String property) {
        int wanted = Integer.parseInt(property);
        if (wanted > lanes) {
            return "Convoke uses " + lanes + " vector lanes: -D" + PROPERTY + "=" + property
                    + " is more than this machine has";
        }
        return wanted == 1 && lanes > 1 ? "Convoke runs scalar code because of -D" + PROPERTY + "=1: remove it" : "";
    }
}
