/**
 * Lints: what works and is probably not meant. One file a lint in {@code library}, listed in {@link
 * dev.convoke.compiler.lint.Lints}; a lint looks at syntax trees or at networks and changes nothing.
 */
package dev.convoke.compiler.lint;
