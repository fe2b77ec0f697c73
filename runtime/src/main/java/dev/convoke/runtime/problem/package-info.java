/** Failures that files, arrays and settings from outside cause: what was found, what was expected, and the way out. */
package dev.convoke.runtime.problem;
