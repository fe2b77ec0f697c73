/** Layers of several streams, which a spec writes as {@code +}, {@code -}, {@code *} and {@code concat}. */
package dev.convoke.compiler.layer.join;
