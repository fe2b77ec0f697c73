package dev.convoke.compiler.elaborate;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Keeps what was used last, up to a size of all that is kept. For any number of threads. */
final class Latest<K, V> {
    private final Map<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final ToIntFunction<V> size;
    private final long most;
    private long all;

    Latest(long most, ToIntFunction<V> size) {
        this.most = most;
        this.size = size;
    }

    synchronized Optional<V> find(K key) {
        return Optional.ofNullable(kept.get(key));
    }

    /** Keeps a value in place of that of an equal key. The key is replaced too, so that nothing of the old one is held. */
    synchronized void keep(K key, V value) {
        Optional.ofNullable(kept.remove(key)).ifPresent(old -> all -= size.applyAsInt(old));
        kept.put(key, value);
        all += size.applyAsInt(value);
        Iterator<V> eldest = kept.values().iterator();
        while (all > most) {
            all -= size.applyAsInt(eldest.next());
            eldest.remove();
        }
    }
}
