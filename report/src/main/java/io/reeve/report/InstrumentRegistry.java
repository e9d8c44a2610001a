package io.reeve.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.report.protocol.CounterSpec;
import io.reeve.report.protocol.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The instruments of one reporter. Any thread may change it; a report reads an immutable list. */
final class InstrumentRegistry {
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
     * Adds an instrument.
     *
     * @throws IllegalArgumentException if there is one with the same path and labels
     * @throws IllegalStateException    if there are too many instruments or numbers
     */
    synchronized <T extends Instrument> T add(T instrument) {
        CounterSpec spec = instrument.spec();
        if (all.containsKey(Key.of(spec))) {
            throw new IllegalArgumentException("counter '" + spec.path() + "' " + spec.labels()
                    + " is registered; remove it first");
        }
        if (all.size() == Limits.MOST_COUNTERS || numbers + spec.width() > Limits.MOST_NUMBERS) {
            throw new IllegalStateException("counter '" + spec.path() + "' is one too many: a daemon reports at most "
                    + Limits.MOST_COUNTERS + " counters with " + Limits.MOST_NUMBERS + " numbers");
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

    /** All instruments; the same list until one is added or removed. */
    List<Instrument> list() {
        return list;
    }
}
