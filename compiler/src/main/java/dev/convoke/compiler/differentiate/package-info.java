/** Training steps from networks, by the gradient rules of their layers. */
package dev.convoke.compiler.differentiate;
