/** What layers share: names of axes, pieces of definitions, and the operators that several gradient rules use. */
package dev.convoke.compiler.layer.operator;
