/**
 * From text to the syntax tree. {@link dev.convoke.compiler.syntax.Parser} is the way in; only
 * {@code AstBuilder} sees what ANTLR makes. Trees are immutable, have no nulls, and every node knows its span.
 */
package dev.convoke.compiler.syntax;
