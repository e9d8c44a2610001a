package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import java.util.concurrent.atomic.LongAdder;

/** A counter: a number that only grows until the service restarts. People look at its rate. */
public final class Counter extends Instrument {
    private final LongAdder sum = new LongAdder();

    Counter(CounterSpec spec) {
        super(spec);
    }

    /** Adds 1. */
    public void inc() {
        sum.increment();
    }

    /** Adds {@code n}; a negative number is ignored. */
    public void inc(long n) {
        if (n > 0) {
            sum.add(n);
        }
    }

    @Override
    void read(long[] values, int at) {
        values[at] = sum.sum();
    }
}
