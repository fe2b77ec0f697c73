/**
 * Problems as data and the renderers that show them. The prose of a problem stands once, in a factory next to what it is
 * about; nothing here knows any particular problem.
 */
package dev.convoke.compiler.diagnostic;
