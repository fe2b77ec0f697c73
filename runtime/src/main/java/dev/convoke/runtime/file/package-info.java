/** Writing files; for Convoke's own parts, not exported. */
package dev.convoke.runtime.file;
