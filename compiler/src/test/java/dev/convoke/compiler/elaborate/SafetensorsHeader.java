package dev.convoke.compiler.elaborate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names and shapes of the tensors in a safetensors file; enough for tests, whose files are well formed. */
final class SafetensorsHeader {
    private static final Pattern TENSOR =
            Pattern.compile("\"([^\"]+)\":\\{[^{}]*?\"shape\":\\[([0-9,\\s]*)\\][^{}]*\\}");

    private SafetensorsHeader() {}

    static Map<String, List<Integer>> shapes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            int length = (int) ByteBuffer.wrap(in.readNBytes(8))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            String header = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            Map<String, List<Integer>> shapes = new TreeMap<>();
            Matcher matcher = TENSOR.matcher(header);
            while (matcher.find()) {
                List<Integer> shape = new ArrayList<>();
                for (String extent : matcher.group(2).split(",")) {
                    if (!extent.isBlank()) {
                        shape.add(Integer.valueOf(extent.strip()));
                    }
                }
                shapes.put(matcher.group(1), shape);
            }
            return shapes;
        }
    }
}
