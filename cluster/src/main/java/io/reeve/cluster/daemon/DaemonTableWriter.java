package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The daemons while they change. Confined to the writer's thread. A chunk is copied at most once between two tables; a
 * table that was handed out never changes.
 */
final class DaemonTableWriter {
    private final Map<DaemonId, Integer> places = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final BitSet own = new BitSet(); // chunks that no table shares
    private @Nullable DaemonState[][] chunks = new DaemonState[0][];
    private int used;
    private DaemonTable.Places given = new DaemonTable.Places(Map.of());
    private boolean moved;

    @Nullable
    DaemonState get(DaemonId daemon) {
        Integer place = places.get(daemon);
        return place == null
                ? null
                : chunks[place >> DaemonTable.SHIFT][place & (DaemonTable.CHUNK - 1)];
    }

    void put(DaemonState state) {
        Integer place = places.get(state.id());
        if (place == null) {
            place = free.isEmpty() ? used++ : free.pop();
            places.put(state.id(), place);
            moved = true;
        }
        set(place, state);
    }

    void remove(DaemonId daemon) {
        Integer place = places.remove(daemon);
        if (place != null) {
            moved = true;
            free.push(place);
            set(place, null);
        }
    }

    private void set(int place, @Nullable DaemonState state) {
        int chunk = place >> DaemonTable.SHIFT;
        if (chunk >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(4, chunk * 2));
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new DaemonState[DaemonTable.CHUNK];
            own.set(chunk);
        } else if (!own.get(chunk)) {
            chunks[chunk] = chunks[chunk].clone();
            own.set(chunk);
        }
        chunks[chunk][place & (DaemonTable.CHUNK - 1)] = state;
    }

    /** All daemons, in no order: a copy, so the daemons may change during an iteration. */
    List<DaemonState> all() {
        List<DaemonState> all = new ArrayList<>(places.size());
        for (@Nullable
        DaemonState[] chunk : chunks) {
            if (chunk != null) {
                for (DaemonState state : chunk) {
                    if (state != null) {
                        all.add(state);
                    }
                }
            }
        }
        return all;
    }

    /** The table for readers. */
    DaemonTable table() {
        if (moved) {
            given = new DaemonTable.Places(Map.copyOf(places));
            moved = false;
        }
        own.clear();
        return new DaemonTable(given, chunks.clone());
    }
}
