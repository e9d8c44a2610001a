package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A number that is read from a supplier for each report. While the supplier fails, the last value stays. */
final class Polled extends Instrument {
    private static final Logger LOG = LoggerFactory.getLogger(Polled.class);
    private final LongSupplier source;
    private volatile long last;
    private volatile boolean failed;

    Polled(CounterSpec spec, LongSupplier source) {
        super(spec);
        this.source = source;
    }

    @Override
    void read(long[] values, int at) {
        try {
            last = Math.max(0, source.getAsLong());
            failed = false;
        } catch (RuntimeException | Error e) {
            if (!failed) {
                LOG.warn("counter '{}' cannot be read; it is reported as {} until it can", spec().path(), last, e);
            }
            failed = true;
        }
        values[at] = last;
    }
}
