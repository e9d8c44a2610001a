package io.reeve.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.report.protocol.CounterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The instruments of one reporter. Changed by any thread; a report reads an unchanging list. */
final class Instruments {
    static final int MOST = 10_000;
    static final int MOST_NUMBERS = 1 << 16;

    private record Key(String path, Map<String, String> labels) {
        static Key of(CounterSpec spec) {
            return new Key(spec.path(), spec.labels());
        }
    }

    @GuardedBy("this")
    private final Map<Key, Instrument> all = new LinkedHashMap<>();
    @GuardedBy("this")
    private int numbers;
    private volatile List<Instrument> list = List.of();

    /**
     * Adds one.
     *
     * @throws IllegalArgumentException there is one of this path and these labels
     * @throws IllegalStateException    there are too many
     */
    synchronized <T extends Instrument> T add(T instrument) {
        CounterSpec spec = instrument.spec();
        if (all.containsKey(Key.of(spec))) {
            throw new IllegalArgumentException("counter '" + spec.path() + "' " + spec.labels()
                    + " is registered; remove it first");
        }
        if (all.size() == MOST || numbers + spec.width() > MOST_NUMBERS) {
            throw new IllegalStateException("counter '" + spec.path() + "' is one too many: a daemon reports at most "
                    + MOST + " counters with " + MOST_NUMBERS + " numbers");
        }
        all.put(Key.of(spec), instrument);
        numbers += spec.width();
        list = List.copyOf(all.values());
        return instrument;
    }

    synchronized void remove(Instrument instrument) {
        if (all.remove(Key.of(instrument.spec()), instrument)) {
            numbers -= instrument.spec().width();
            list = List.copyOf(all.values());
        }
    }

    /** All of them; the same object until one is added or removed. */
    List<Instrument> list() {
        return list;
    }
}
