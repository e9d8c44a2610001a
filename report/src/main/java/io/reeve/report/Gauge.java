package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import java.util.concurrent.atomic.AtomicLong;

/** A gauge: a number that goes up and down. A negative one is reported as 0. */
public final class Gauge extends Instrument {
    private final AtomicLong value = new AtomicLong();

    Gauge(CounterSpec spec) {
        super(spec);
    }

    /** Sets the number. */
    public void set(long now) {
        value.set(now);
    }

    /** Adds a difference, which may be negative. */
    public void add(long difference) {
        value.addAndGet(difference);
    }

    @Override
    void read(long[] values, int at) {
        values[at] = Math.max(0, value.get());
    }
}
