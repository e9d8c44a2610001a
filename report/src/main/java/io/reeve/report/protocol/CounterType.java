package io.reeve.report.protocol;

/** The type of a counter's numbers, which are unsigned with 64 bits. The bits are Ceph's ({@code perf_counters.h}). */
public enum CounterType {
    /** A time in nanoseconds. */
    TIME(1),
    /** A number that goes up and down. */
    GAUGE(2),
    /** A number that only grows until the daemon restarts. */
    COUNTER(2 | 8),
    /** A sum and a count, both growing. */
    LONGRUNAVG(2 | 4),
    /** A sum of times in nanoseconds and a count, both growing. */
    TIME_AVG(1 | 4),
    /** Counts in buckets along one or two axes. */
    HISTOGRAM(2 | 0x10);

    private final int bits;

    CounterType(int bits) {
        this.bits = bits;
    }

    /** Ceph's bits: time 1, u64 2, longrunavg 4, counter 8, histogram 16. */
    public int bits() {
        return bits;
    }

    static CounterType of(long bits) throws NotOursException {
        for (CounterType type : values()) {
            if (type.bits == bits) {
                return type;
            }
        }
        throw new NotOursException("a counter of the unknown type " + bits);
    }
}
