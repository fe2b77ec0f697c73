/** What is different between two nets for those who use them: callers, and weights that were trained with the old one. */
package dev.convoke.compiler.compare;
