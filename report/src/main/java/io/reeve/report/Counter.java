package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import java.util.concurrent.atomic.LongAdder;

/** A number that only grows, until the service restarts; what people look at is its rate. */
public final class Counter extends Instrument {
    private final LongAdder sum = new LongAdder();

    Counter(CounterSpec spec) {
        super(spec);
    }

    /** One more. */
    public void inc() {
        sum.increment();
    }

    /** So many more; a negative number is ignored. */
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
