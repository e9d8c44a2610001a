package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import java.util.concurrent.atomic.AtomicLong;

/** A number that goes up and down. A negative one is reported as 0. */
public final class Gauge extends Instrument {
    private final AtomicLong value = new AtomicLong();

    Gauge(CounterSpec spec) {
        super(spec);
    }

    /** It is this much now. */
    public void set(long now) {
        value.set(now);
    }

    /** It is so much more, or less, now. */
    public void add(long difference) {
        value.addAndGet(difference);
    }

    @Override
    void read(long[] values, int at) {
        values[at] = Math.max(0, value.get());
    }
}
