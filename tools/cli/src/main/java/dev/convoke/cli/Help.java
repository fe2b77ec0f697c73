package dev.convoke.cli;

import picocli.CommandLine.Option;

/** The option that every command has. */
final class Help {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = OptionOrder.GENERAL,
            description = "Print this text and exit.")
    private boolean asked;
}
