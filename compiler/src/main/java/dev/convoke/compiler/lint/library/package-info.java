/** The lints, one file each. */
package dev.convoke.compiler.lint.library;
