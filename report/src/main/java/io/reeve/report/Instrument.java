package io.reeve.report;

import io.reeve.report.protocol.CounterSpec;

/** Something that is counted; made by a {@link Reporter}. Any thread may change it at any time, without waiting. */
public abstract class Instrument {
    private final CounterSpec spec;

    Instrument(CounterSpec spec) {
        this.spec = spec;
    }

    /** What its numbers mean. */
    public final CounterSpec spec() {
        return spec;
    }

    /** Puts its numbers, {@link CounterSpec#width} of them, where they belong in a report. */
    abstract void read(long[] values, int at);
}
