package io.reeve.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.report.protocol.CounterSpec;
import java.time.Duration;

/** An average of times, such as a latency: the sum of some times and their number. A negative time counts as 0. */
public final class TimeAverage extends Instrument {
    @GuardedBy("this")
    private long nanos;
    @GuardedBy("this")
    private long count;

    TimeAverage(CounterSpec spec) {
        super(spec);
    }

    /** Adds a time. */
    public void add(Duration time) {
        addNanos(time.toNanos());
    }

    /** Adds a time in nanoseconds. */
    public synchronized void addNanos(long time) {
        nanos += Math.max(0, time);
        count++;
    }

    /** Sets sum and number, if they are kept elsewhere. */
    public synchronized void set(Duration sum, long of) {
        nanos = Math.max(0, sum.toNanos());
        count = Math.max(0, of);
    }

    @Override
    synchronized void read(long[] values, int at) {
        values[at] = nanos;
        values[at + 1] = count;
    }
}
