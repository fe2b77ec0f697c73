/** The comparison with the peer, which prints the tables of docs/benchmarks.md. */
package dev.convoke.benchmarks.compare;
