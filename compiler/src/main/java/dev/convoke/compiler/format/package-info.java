/** The canonical layout of a spec. What stands in a spec is not changed: only blanks and line ends between its words and signs are. */
package dev.convoke.compiler.format;
