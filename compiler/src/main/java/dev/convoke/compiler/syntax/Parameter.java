package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import java.util.Optional;

/**
 * A parameter of a declaration: {@code planes}, {@code stride = 1} or {@code skip: stream}.
 *
 * @param stream whether it is declared to be a stream; all others are values
 */
public record Parameter(Identifier name, boolean stream, Optional<Expression> byDefault, Span span) {}
