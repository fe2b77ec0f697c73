/** Compiles generated Java source in memory, for tools that run it at once or that keep the class files. */
package dev.convoke.compiler.javac;
