/** The file {@code convoke-lint.toml}: which lints run, and how bad their findings are. */
package dev.convoke.compiler.lint.configuration;
