package dev.convoke.benchmarks.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoke.benchmarks.Net;
import dev.convoke.benchmarks.PeerModels;
import dev.convoke.compiler.plan.Numerics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares Convoke with ONNX Runtime and prints the tables of docs/benchmarks.md. */
@Command(
        name = "compare",
        description =
                "Times the benchmark nets in Convoke and in ONNX Runtime, in turns, and prints tables in Markdown.",
        mixinStandardHelpOptions = true)
public final class Compare implements Callable<Integer> {
    private static final List<Net> COLD = List.of(Net.LENET5, Net.RESNET18);

    @Parameters(paramLabel = "NET", description = "Nets to compare: SimpleCnn, ResNet18, ...; all by default.")
    private List<String> names = List.of();

    @Option(names = "--threads", split = ",", description = "Numbers of threads; ${DEFAULT-VALUE} by default.")
    private List<Integer> threads = List.of(1, 2);

    @Option(names = "--rounds", description = "Turns of each library; ${DEFAULT-VALUE} by default.")
    private int rounds = 7;

    @Option(names = "--seconds", description = "Seconds of a turn; ${DEFAULT-VALUE} by default.")
    private double seconds = 0.5;

    @Option(
            names = "--numerics",
            description =
                    "EXACT for no algorithms that round differently, such as Winograd's; ${DEFAULT-VALUE} by default.")
    private Numerics numerics = Numerics.FAST;

    @Option(
            names = "--cold-starts",
            description =
                    "Fresh JVMs of each library for LeNet5 and ResNet18, 0 for none; ${DEFAULT-VALUE} by default.")
    private int coldStarts = 5;

    @Option(
            names = "--cold-seconds",
            description = "How long a fresh JVM goes on after its first answer; ${DEFAULT-VALUE} by default.")
    private double coldSeconds = 5;

    /** Arguments as {@code --help} says. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(new CommandLine(new Compare())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    System.err.println("compare: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Net> nets = names.isEmpty()
                ? Arrays.asList(Net.values())
                : names.stream().map(Net::of).toList();
        List<Net> cold = coldStarts > 0 ? COLD : List.of();
        PeerModels.requireAll(Stream.concat(nets.stream(), cold.stream()).toList());
        Machine.measure(threads).markdown().forEach(System.out::println);
        Path folder = Files.createTempDirectory("convoke-compare");
        try {
            duels(nets, folder);
            coldStarts(cold, folder);
        } finally {
            delete(folder);
        }
        return 0;
    }

    private void duels(List<Net> nets, Path folder) throws IOException, InterruptedException {
        List<String> speedUps = new ArrayList<>();
        print(Tables.heading());
        for (Net net : nets) {
            Path file = folder.resolve(net.label() + ".json");
            List<String> arguments = new ArrayList<>(List.of(
                    net.label(),
                    PeerModels.write(net, folder).toString(),
                    file.toString(),
                    numerics.name(),
                    String.valueOf(rounds),
                    String.valueOf(seconds)));
            threads.forEach(count -> arguments.add(String.valueOf(count)));
            FreshJvm.likeThis().run(Duel.class.getName(), arguments);
            List<Duel.Result> results = Arrays.asList(new ObjectMapper().readValue(file.toFile(), Duel.Result[].class));
            Tables.lines(net, results).forEach(System.out::println);
            speedUps.addAll(Tables.speedUps(net, results));
        }
        if (!speedUps.isEmpty()) {
            print(Tables.speedUpHeading());
            speedUps.forEach(System.out::println);
        }
    }

    private void coldStarts(List<Net> nets, Path folder) throws IOException, InterruptedException {
        if (nets.isEmpty()) {
            return;
        }
        print(Tables.coldStartHeading());
        for (Net net : nets) {
            for (ColdStart.Result result : new ColdStart(folder, coldStarts, coldSeconds).measure(net)) {
                System.out.println(Tables.line(result));
            }
        }
    }

    private static void print(List<String> heading) {
        System.out.println();
        heading.forEach(System.out::println);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = new ArrayList<>(walk.toList());
        }
        java.util.Collections.reverse(files);
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
