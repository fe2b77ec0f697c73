/** The layers that a spec can name, one file each: facts, shape rule, computation and gradient. */
package dev.convoke.compiler.layer.library;
