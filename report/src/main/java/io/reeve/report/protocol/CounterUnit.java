package io.reeve.report.protocol;

/** The unit of a counter's numbers, with the number that Ceph gives it ({@code perf_counters.h}). */
public enum CounterUnit {
    BYTES(0), NONE(1);

    private final int number;

    CounterUnit(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }
}
