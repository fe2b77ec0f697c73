package dev.convoke.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command's results go: a person's terminal, or one JSON document on standard output. */
final class Output {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private Help help = new Help();

    @Option(
            names = "--json",
            order = OptionOrder.GENERAL,
            description = "Print one JSON document on standard output and nothing else there.")
    private boolean json;

    boolean json() {
        return json;
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    Terminal terminal() {
        return ((Convoke) command.root().userObject()).terminal();
    }

    Style style() {
        return new Style(terminal().colour());
    }

    /** Whether progress may be drawn. */
    boolean live() {
        return terminal().interactive() && !json;
    }

    /** A line for people; nothing with {@code --json}. */
    void line(String text) {
        if (!json) {
            out().println(text);
            out().flush();
        }
    }

    /** A line for people that is no result: to standard error. */
    void note(String text) {
        if (!json) {
            err().println(text);
            err().flush();
        }
    }

    /** The document, if there is to be one. */
    void document(Object document) {
        if (json) {
            print(out(), document);
        }
    }

    static void print(PrintWriter out, Object document) {
        try {
            out.println(mapper().writeValueAsString(document));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectMapper mapper() {
        return new ObjectMapper()
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT)
                .registerModule(new Jdk8Module())
                .enable(SerializationFeature.INDENT_OUTPUT);
    }
}
