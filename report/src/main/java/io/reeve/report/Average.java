package io.reeve.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.report.protocol.CounterSpec;

/** An average: the sum of some values and their number, both growing. A negative value counts as 0. */
public final class Average extends Instrument {
    @GuardedBy("this")
    private long sum;
    @GuardedBy("this")
    private long count;

    Average(CounterSpec spec) {
        super(spec);
    }

    /** Adds a value. */
    public synchronized void add(long value) {
        sum += Math.max(0, value);
        count++;
    }

    @Override
    synchronized void read(long[] values, int at) {
        values[at] = sum;
        values[at + 1] = count;
    }
}
