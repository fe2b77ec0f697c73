/**
 * What runs in a fresh JVM to time its first answer. Nothing here needs more than the JDK and the library that is timed, and before the answer
 * no more is done than a user's program would do.
 */
package dev.convoke.benchmarks.first;
