package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import java.util.Optional;

/** An argument of a call: {@code 3} or {@code padding=1}. */
public record Argument(Optional<Identifier> name, Expression value, Span span) {}
