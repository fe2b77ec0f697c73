package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.DiagnosticCode;

/**
 * A rule that a spec can break without being wrong. Its page, {@code CODE.md}, says why one would keep it. Immutable; what it
 * looks at is said by the kind of lint that it is.
 */
public sealed interface Lint permits FileLint, DeclarationLint, LayerLint, NetLint {
    DiagnosticCode code();

    /** Whether the rule holds where no configuration says otherwise. Rules of taste do not. */
    default boolean onByDefault() {
        return true;
    }

    /** Whether there is a finding that it can {@linkplain dev.convoke.compiler.diagnostic.Fix fix}, surely or not. */
    default boolean hasFix() {
        return false;
    }

    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R file(FileLint lint);

        R declaration(DeclarationLint lint);

        R layer(LayerLint lint);

        R net(NetLint lint);
    }
}
