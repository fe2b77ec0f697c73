/** The {@code convoke} command: one class a command, and what they share. */
package dev.convoke.cli;
