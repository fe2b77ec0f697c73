package dev.convoke.benchmarks.compare;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Starts this JDK's java.
 *
 * @param options of the JVM
 * @param classPath one or more files, separated as the machine does
 */
record FreshJvm(List<String> options, String classPath) {

    FreshJvm {
        options = List.copyOf(options);
    }

    /** With the class path that this JVM has. */
    static FreshJvm likeThis() {
        return new FreshJvm(
                List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"),
                System.getProperty("java.class.path"));
    }

    FreshJvm with(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new FreshJvm(more, classPath);
    }

    /** Runs a class; its output is this process's. */
    void run(String main, List<String> arguments) throws IOException, InterruptedException {
        require(
                main,
                start(main, arguments)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** Runs a class whose output ends with properties. */
    Properties properties(String main, List<String> arguments) throws IOException, InterruptedException {
        Process process = start(main, arguments).start();
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        require(main, process);
        return properties;
    }

    private ProcessBuilder start(String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static void require(String main, Process process) throws IOException, InterruptedException {
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(main + " ended with status " + status);
        }
    }
}
