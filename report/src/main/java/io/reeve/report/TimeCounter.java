package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A time that grows in steps or is set. A negative one is reported as 0. */
public final class TimeCounter extends Instrument {
    private final AtomicLong nanos = new AtomicLong();

    TimeCounter(CounterSpec spec) {
        super(spec);
    }

    /** Adds a time. */
    public void add(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Sets the time. */
    public void set(Duration time) {
        nanos.set(time.toNanos());
    }

    @Override
    void read(long[] values, int at) {
        values[at] = Math.max(0, nanos.get());
    }
}
