/**
 * From the syntax tree to the graph: evaluates expressions exactly, expands blocks, conditions and loops, gives names.
 * Collects all problems; what depends on something wrong is unknown and no further problem.
 */
package dev.convoke.compiler.elaborate;
