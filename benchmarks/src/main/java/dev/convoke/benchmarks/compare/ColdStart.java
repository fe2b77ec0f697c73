package dev.convoke.benchmarks.compare;

import dev.convoke.benchmarks.Net;
import dev.convoke.benchmarks.first.FirstResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** Times fresh JVMs, from the start of the process to the first answer and until they have got fast: everything a user waits for. */
final class ColdStart {
    /** The first version whose {@code java} makes an ahead-of-time cache by itself. */
    private static final int AHEAD_OF_TIME = 25;

    /** How long the run goes on from which the cache is made. */
    private static final double TRAINING_SECONDS = 5;

    private final Path folder;
    private final int runs;
    private final double seconds;

    /**
     * @param folder for what is shipped
     * @param runs of each, in turns
     * @param seconds how long to go on after the first answer
     */
    ColdStart(Path folder, int runs, double seconds) {
        this.folder = folder;
        this.runs = runs;
        this.seconds = seconds;
    }

    /**
     * Medians of some processes.
     *
     * @param first milliseconds to the first answer
     * @param firstProcessor milliseconds of all threads until then
     * @param steady milliseconds until calls took at most 10 % longer than in the end
     * @param firstPeak the most KiB of memory until the first answer
     * @param peak the most KiB of memory in all
     * @param call microseconds of a call in the end
     */
    record Result(
            String net,
            String who,
            long first,
            long firstProcessor,
            long steady,
            long firstPeak,
            long peak,
            double call) {}

    private record Starter(String who, Shipment shipment, FreshJvm java, List<Properties> results) {}

    List<Result> measure(Net net) throws IOException, InterruptedException {
        List<Starter> starters = starters(net);
        // What is read for the first time comes from the disk: one run of each is not counted.
        for (int run = -1; run < runs; run++) {
            for (Starter starter : starters) {
                Properties result = run(starter.java(), starter.shipment(), run < 0 ? 0 : seconds);
                if (run >= 0) {
                    starter.results().add(result);
                }
            }
        }
        return starters.stream().map(starter -> result(net, starter)).toList();
    }

    private List<Starter> starters(Net net) throws IOException, InterruptedException {
        Shipment ours = Shipment.convoke(net, folder);
        Shipment peer = Shipment.onnx(net, folder);
        FreshJvm vectors = new FreshJvm(
                List.of("--add-modules", "jdk.incubator.vector"), ours.jar().toString());
        FreshJvm natives = new FreshJvm(
                List.of("--enable-native-access=ALL-UNNAMED"), peer.jar().toString());
        List<Starter> starters = new ArrayList<>();
        starters.add(new Starter("ONNX Runtime", peer, natives, new ArrayList<>()));
        starters.add(new Starter("Convoke", ours, vectors, new ArrayList<>()));
        if (Runtime.version().feature() >= AHEAD_OF_TIME) {
            starters.add(cached("ONNX Runtime, AOT cache", peer, natives));
            starters.add(cached("Convoke, AOT cache", ours, vectors));
        }
        return starters;
    }

    private Starter cached(String who, Shipment shipment, FreshJvm java) throws IOException, InterruptedException {
        Path cache = Path.of(shipment.weights() + ".aot");
        Files.deleteIfExists(cache);
        run(java.with("-XX:AOTCacheOutput=" + cache), shipment, TRAINING_SECONDS);
        return new Starter(who, shipment, java.with("-XX:AOTCache=" + cache), new ArrayList<>());
    }

    private static Properties run(FreshJvm java, Shipment shipment, double seconds)
            throws IOException, InterruptedException {
        return java.properties(
                shipment.main(),
                List.of(
                        shipment.weights().toString(),
                        String.valueOf(System.currentTimeMillis()),
                        String.valueOf(seconds)));
    }

    private static Result result(Net net, Starter starter) {
        return new Result(
                net.label(),
                starter.who(),
                median(starter, FirstResult.FIRST),
                median(starter, FirstResult.FIRST_PROCESSOR),
                median(starter, FirstResult.STEADY),
                median(starter, FirstResult.FIRST_PEAK),
                median(starter, FirstResult.PEAK),
                median(starter, FirstResult.MEDIAN) * 1e-3);
    }

    private static long median(Starter starter, String key) {
        long[] values = starter.results().stream()
                .mapToLong(result -> Long.parseLong(result.getProperty(key)))
                .toArray();
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
