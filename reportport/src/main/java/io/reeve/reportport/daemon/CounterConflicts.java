package io.reeve.reportport.daemon;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The conflicts between declarations: counters that daemons of one type declare with another type or unit than the first
 * of them did, so that one name stands for different numbers.
 */
final class CounterConflicts {
    /** The number of paths that are compared; a cluster with more has other problems. */
    private static final int MOST_PATHS = 100_000;
    /** The characters of these paths together. */
    private static final long MOST_CHARACTERS = 4 << 20;
    private static final int MOST_SHOWN = 50;

    private record Key(String daemonType, String path) {}

    private record First(DaemonId daemon, PerfCounter.Type type, PerfCounter.Unit unit) {
        boolean agrees(PerfCounter counter) {
            return counter.type() == type && counter.unit() == unit;
        }
    }

    private final Consumer<List<String>> changed;
    @GuardedBy("this")
    private long characters;
    @GuardedBy("this")
    private final Map<Key, First> first = new HashMap<>();
    @GuardedBy("this")
    private final Map<DaemonId, Map<Key, PerfCounter>> deviating = new TreeMap<>();

    /**
     * @param changed called with all conflicts whenever they change
     */
    CounterConflicts(Consumer<List<String>> changed) {
        this.changed = changed;
    }

    /** Takes the counters that a daemon declares. */
    void declared(DaemonId daemon, List<PerfCounter> counters) {
        boolean news = false;
        synchronized (this) {
            for (PerfCounter counter : counters) {
                Key key = new Key(daemon.type(), counter.path());
                First known = first.get(key);
                if (known == null && first.size() < MOST_PATHS && characters < MOST_CHARACTERS) {
                    characters += counter.path().length();
                    first.put(key, new First(daemon, counter.type(), counter.unit()));
                } else if (known != null && !known.agrees(counter)) {
                    deviating.computeIfAbsent(daemon, _ -> new HashMap<>()).put(key, counter);
                    news = true;
                }
            }
        }
        if (news) {
            changed.accept(lines());
        }
    }

    /** Takes the end of a daemon's session. */
    void gone(DaemonId daemon) {
        boolean news;
        synchronized (this) {
            news = deviating.remove(daemon) != null;
        }
        if (news) {
            changed.accept(lines());
        }
    }

    private synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        deviating.forEach((daemon, counters) -> counters.forEach((key, counter) -> {
            First known = first.get(key);
            if (known != null && lines.size() < MOST_SHOWN) {
                lines.add(daemon + " declares counter '" + key.path() + "' as " + words(counter.type(), counter.unit())
                        + ", " + known.daemon() + " as " + words(known.type(), known.unit()));
            }
        }));
        return lines;
    }

    private static String words(PerfCounter.Type type, PerfCounter.Unit unit) {
        return type + (unit == PerfCounter.Unit.BYTES ? " of bytes" : "");
    }
}
