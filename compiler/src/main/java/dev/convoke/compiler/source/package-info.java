/** Source text and places in it. Knows nothing of the rest of the compiler. */
package dev.convoke.compiler.source;
