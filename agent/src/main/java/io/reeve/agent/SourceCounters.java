package io.reeve.agent;

import io.reeve.report.Instrument;
import io.reeve.report.Reporter;
import io.reeve.report.TimeAverage;
import io.reeve.report.TimeCounter;
import io.reeve.report.protocol.CounterSpec;
import io.reeve.report.protocol.CounterUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The perf counters of one source, which come and go with its values: a new disk appears, a removed one disappears. A value
 * that no counter can have costs only itself.
 */
final class SourceCounters {
    private record Key(String path, Map<String, String> labels) {}

    private record Registered(Instrument instrument, Consumer<Reading.Value> set) {}

    private final Reporter reporter;
    private final Complaints complaints;
    private final Map<Key, Registered> registered = new HashMap<>();

    SourceCounters(Reporter reporter, Complaints complaints) {
        this.reporter = reporter;
        this.complaints = complaints;
    }

    /** Sets all values, and adds and removes counters accordingly. For one thread at a time. */
    void set(List<Reading.Value> values) {
        Set<Key> gone = new HashSet<>(registered.keySet());
        values.forEach(value -> gone.remove(new Key(value.path(), value.labels())));
        for (Key key : gone) { // first, as they may make room
            Registered old = registered.remove(key);
            if (old != null) {
                reporter.remove(old.instrument());
            }
        }
        List<String> refused = new ArrayList<>();
        for (Reading.Value value : values) {
            try {
                registered.computeIfAbsent(new Key(value.path(), value.labels()), fresh -> declare(value))
                        .set()
                        .accept(value);
            } catch (RuntimeException e) {
                refused.add(String.valueOf(e.getMessage()));
            }
        }
        if (refused.isEmpty()) {
            complaints.solved("counters");
        } else {
            complaints.tell("counters", refused.size() + " of its " + values.size()
                    + " values are not reported, the first because " + refused.getFirst(), null);
        }
    }

    private Registered declare(Reading.Value value) {
        AtomicLong now = new AtomicLong();
        return switch (value.kind()) {
            case GAUGE, GAUGE_BYTES ->
                new Registered(reporter.gauge(value.path(), spec -> describe(spec, value), now::get), set(now));
            case COUNTER, COUNTER_BYTES ->
                new Registered(reporter.counter(value.path(), spec -> describe(spec, value), now::get), set(now));
            case TIME -> {
                TimeCounter time = reporter.time(value.path(), spec -> describe(spec, value));
                yield new Registered(time, of -> time.set(Duration.ofNanos(of.value())));
            }
            case TIME_AVERAGE -> {
                TimeAverage average = reporter.timeAverage(value.path(), spec -> describe(spec, value));
                yield new Registered(average, of -> average.set(Duration.ofNanos(of.value()), of.count()));
            }
        };
    }

    private static Consumer<Reading.Value> set(AtomicLong now) {
        return value -> now.set(value.value());
    }

    private static CounterSpec describe(CounterSpec spec, Reading.Value value) {
        CounterUnit unit = switch (value.kind()) {
            case GAUGE_BYTES, COUNTER_BYTES -> CounterUnit.BYTES;
            case GAUGE, COUNTER, TIME, TIME_AVERAGE -> CounterUnit.NONE;
        };
        return spec.description(value.description()).unit(unit).labels(value.labels());
    }
}
