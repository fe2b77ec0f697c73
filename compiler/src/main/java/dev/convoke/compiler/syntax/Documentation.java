package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;

/** What {@code ///} lines before a declaration say, without the slashes; lines end in {@code \n}. */
public record Documentation(String text, Span span) {}
