package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A time: one that grows by pieces, or one that is set. */
public final class TimeCounter extends Instrument {
    private final AtomicLong nanos = new AtomicLong();

    TimeCounter(CounterSpec spec) {
        super(spec);
    }

    /** So much longer. */
    public void add(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** It is this long now. */
    public void set(Duration time) {
        nanos.set(time.toNanos());
    }

    @Override
    void read(long[] values, int at) {
        values[at] = Math.max(0, nanos.get());
    }
}
