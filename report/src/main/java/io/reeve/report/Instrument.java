package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;

/**
 * A perf counter of a daemon, made by a {@link Reporter}. Any thread may change it at any time; a change takes effect
 * with the next report and waits for nothing.
 */
public abstract class Instrument {
    private final CounterSpec spec;

    Instrument(CounterSpec spec) {
        this.spec = spec;
    }

    /** The declaration: path, type, unit and so on. */
    public final CounterSpec spec() {
        return spec;
    }

    /** Writes the {@link CounterSpec#width} numbers of this instrument to {@code values}, from index {@code at}. */
    abstract void read(long[] values, int at);
}
