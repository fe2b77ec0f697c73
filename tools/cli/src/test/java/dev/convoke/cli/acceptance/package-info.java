/** The tool as a process of its own: what users see of it, on real data and on a machine that lacks something. */
package dev.convoke.cli.acceptance;
