/** What the machine can do at most, measured: the limits that times are compared with. */
package dev.convoke.cli.machine;
