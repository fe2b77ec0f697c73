package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.DiagnosticCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which lints run, and how bad their findings are.
 *
 * @param levels what differs from the defaults
 */
public record LintSettings(Map<DiagnosticCode, Level> levels) {
    /** Every lint as it is by default. */
    public static final LintSettings DEFAULT = new LintSettings(Map.of());

    public LintSettings {
        levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
    }

    public LintSettings with(DiagnosticCode code, Level level) {
        Map<DiagnosticCode, Level> all = new LinkedHashMap<>(levels);
        all.put(code, level);
        return new LintSettings(all);
    }

    /** These, and where they say nothing, others. */
    public LintSettings over(LintSettings others) {
        Map<DiagnosticCode, Level> all = new LinkedHashMap<>(others.levels);
        all.putAll(levels);
        return new LintSettings(all);
    }

    /** The level of a lint. */
    public Level level(Lint lint) {
        return Optional.ofNullable(levels.get(lint.code())).orElse(lint.onByDefault() ? Level.WARNING : Level.OFF);
    }

    /** The level of a lint's code, or of one about comments that silence lints. */
    Level level(DiagnosticCode code) {
        return Lints.find(code)
                .map(this::level)
                .or(() -> Optional.ofNullable(levels.get(code)))
                .orElse(Level.WARNING);
    }
}
