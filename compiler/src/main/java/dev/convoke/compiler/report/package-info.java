/** What a net is made of and what it costs: shapes, parameters, multiply-accumulates, receptive fields. */
package dev.convoke.compiler.report;
