package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All daemons at one moment. The states lie in chunks, so that the next table shares with this one all chunks in which no
 * daemon reported; who is at which place is shared until a daemon comes or goes.
 */
public final class DaemonTable {
    static final int SHIFT = 6;
    static final int CHUNK = 1 << SHIFT;
    public static final DaemonTable EMPTY = new DaemonTable(new Places(Map.of()), new DaemonState[0][]);

    private final Places places;
    private final @Nullable DaemonState[][] chunks;

    DaemonTable(Places places, @Nullable DaemonState[][] chunks) {
        this.places = places;
        this.chunks = chunks;
    }

    /** One daemon; null if it is unknown. */
    public @Nullable DaemonState get(DaemonId daemon) {
        Integer place = places.byDaemon.get(daemon);
        return place == null ? null : chunks[place >> SHIFT][place & (CHUNK - 1)];
    }

    public int size() {
        return places.byDaemon.size();
    }

    /** All, by type and id; ids that are numbers in the order of the numbers. */
    public Stream<DaemonState> stream() {
        return places.sorted().values().stream().flatMap(List::stream).map(this::require);
    }

    /** Those of one type, by id. */
    public Stream<DaemonState> ofType(String type) {
        return places.sorted().getOrDefault(type, List.of()).stream().map(this::require);
    }

    private DaemonState require(DaemonId daemon) {
        return Objects.requireNonNull(get(daemon), "a daemon has its place");
    }

    /** Who is at which place. */
    static final class Places {
        private final Map<DaemonId, Integer> byDaemon;
        private volatile @Nullable SortedMap<String, List<DaemonId>> sorted;

        Places(Map<DaemonId, Integer> byDaemon) {
            this.byDaemon = byDaemon;
        }

        SortedMap<String, List<DaemonId>> sorted() {
            SortedMap<String, List<DaemonId>> known = sorted;
            if (known == null) {
                known = byDaemon.keySet()
                        .stream()
                        .sorted()
                        .collect(Collectors.groupingBy(DaemonId::type, TreeMap::new, Collectors.toUnmodifiableList()));
                sorted = known;
            }
            return known;
        }
    }
}
