/** The stable API: networks that predict, their parameters, and the threads that share the work. */
package dev.convoke.runtime;
