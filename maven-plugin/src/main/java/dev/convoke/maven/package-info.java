/** The Maven plugin: finds a project's specs, has them compiled and hands the results to the build. */
package dev.convoke.maven;
