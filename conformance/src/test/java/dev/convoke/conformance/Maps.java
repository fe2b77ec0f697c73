package dev.convoke.conformance;

import java.util.Map;
import java.util.Objects;

/** What a map holds for a key that it has. */
final class Maps {
    private Maps() {}

    static <K, V> V get(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), () -> "nothing for " + key);
    }
}
